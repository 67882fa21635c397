// Molecules in, encrypted predictions out. Run it with: ./examples/run 01-encrypted-prediction.jsh
// Prints: difference below 0.001: true
import org.chemxor.data.dataset.*
import org.chemxor.data.featurise.*
import org.chemxor.data.split.*
import org.chemxor.fhe.*
import org.chemxor.core.olinda.*
import org.chemxor.models.train.*
import org.chemxor.models.trained.*

var images = GridFingerprintFeaturiser.standard()
var split = DataSplit.random(DrugSet.load().samples(images), 7)
var model = Training.of(OlindaNet.zero()).epochs(20).batchSize(32).fit(split.train(), split.validate())
var encrypted = FheOlindaNet.wrap(model.network())
var aspirin = images.image("CC(=O)Oc1ccccc1C(=O)O")
var result = encrypted.evaluate(aspirin)
System.out.printf("in the clear %.4f, under encryption %.4f%n", model.predict(aspirin)[0], result.outputs().get(0))
System.out.printf("difference below 0.001: %s%n", Math.abs(model.predict(aspirin)[0] - result.outputs().get(0)) < 1e-3)
encrypted.close()
/exit
