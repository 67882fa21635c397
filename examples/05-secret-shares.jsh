// Neither the image nor the weights are seen by anyone else. Run it with: ./examples/run 05-secret-shares.jsh
// Prints: logits within 0.01 of the plain ones: true
// Prints: same label: true
// Prints: rounds: 35
import org.chemxor.core.*
import org.chemxor.models.residual.*
import org.chemxor.mpc.*
import org.chemxor.mpc.channel.*
import org.chemxor.mpc.compile.*
import org.chemxor.mpc.emulate.*

// Load: the model owner's network and the data owner's image. In earnest, TrainedModel.load(folder) or OnnxImport.read(file).
var network = ResidualNet.small(32, 5, 7)
var image = new Random(7).doubles(3 * 32 * 32, -2, 2).toArray()

// Share: numbers become fixed-point integers; ranges are measured on samples like those to come.
var model = Calibration.compile(network, PlanOptions.DEFAULT, Calibration.normalSamples(network.inputShape(), 4))

// Three roles. Here they listen in one process; each may as well be a program on a machine of its own.
var anyPort = new Address("127.0.0.1", 0)
var dealer = Dealer.listen(anyPort, MpcSettings.DEFAULT)
var dealerAddress = new Address("127.0.0.1", dealer.port())
var modelOwner = ModelOwner.listen(model, anyPort, dealerAddress, MpcSettings.DEFAULT)
var dataOwner = DataOwner.connect(new Address("127.0.0.1", modelOwner.port()), dealerAddress, MpcSettings.DEFAULT)

// Predict: correlated randomness ahead, then what depends on the image. The outputs are put together by the data owner alone.
dataOwner.prepare(1)
var logits = dataOwner.predict(image)

// Compare logits.
var plain = new ReferenceEvaluator(network).evaluate(image)
var largest = java.util.stream.IntStream.range(0, 5).mapToDouble(i -> Math.abs(logits[i] - plain[i])).max().getAsDouble()
int best(double[] values) { int b = 0; for (int i = 1; i < values.length; i++) { b = values[i] > values[b] ? i : b; } return b; }
System.out.printf("logits within 0.01 of the plain ones: %s%n", largest < 0.01)
System.out.printf("same label: %s%n", best(logits) == best(plain))
System.out.printf("rounds: %d%n", dataOwner.report().rounds())
System.out.printf("largest difference %.5f, %d bytes between the parties%n", largest, dataOwner.report().onlineBytes())
dataOwner.close()
modelOwner.close()
dealer.close()
/exit
