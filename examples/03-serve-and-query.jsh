// A server that never sees a molecule, and its client. Run it with: ./examples/run 03-serve-and-query.jsh
// Prints: difference below 0.001: true
import org.chemxor.data.dataset.*
import org.chemxor.data.featurise.*
import org.chemxor.fhe.*
import org.chemxor.core.olinda.*
import org.chemxor.models.train.*
import org.chemxor.models.trained.*
import org.chemxor.service.client.*
import org.chemxor.service.server.*

var images = GridFingerprintFeaturiser.standard()
var model = Training.of(OlindaNet.zero()).epochs(5).batchSize(32).fit(DrugSet.load().samples(images))
var encrypted = FheOlindaNet.wrap(model.network())
var server = ModelServer.of(ServedModel.of("logp", encrypted).withFeaturiser(images)).port(0).start()

var client = ModelClient.at(server.uri()).withoutPins().connect()
var aspirin = "CC(=O)Oc1ccccc1C(=O)O"
var prediction = client.query(aspirin)
var plain = model.predict(images.image(aspirin))[0]
System.out.printf("in the clear %.4f, over the network %.4f, %d kB sent in %d rounds%n", plain, prediction.outputs().get(0), prediction.bytesUp() / 1000, prediction.rounds())
System.out.printf("difference below 0.001: %s%n", Math.abs(plain - prediction.outputs().get(0)) < 1e-3)

client.close()
server.close()
encrypted.close()
/exit
