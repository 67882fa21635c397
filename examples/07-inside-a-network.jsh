// What a network sees, and what becomes of it layer by layer, plain and as an encrypted program. Run it with: ./examples/run 07-inside-a-network.jsh
// Prints: conv1 [32, 10, 10]
// Prints: first kernel by hand: true
// Prints: 3 rounds when partitioned
import org.chemxor.core.*
import org.chemxor.core.olinda.*
import org.chemxor.data.dataset.*
import org.chemxor.data.featurise.*
import org.chemxor.fhe.*
import org.chemxor.fhe.forecast.*
import org.chemxor.models.train.*

var images = GridFingerprintFeaturiser.standard()
var network = Training.of(OlindaNet.zero()).epochs(1).batchSize(32).fit(DrugSet.load().samples(images)).network()

// 1. The image of a molecule: 32 x 32 counts of its surroundings, scaled to 0 ... 1.
var aspirin = images.image("CC(=O)Oc1ccccc1C(=O)O")
for (int row = 0; row < aspirin.height(); row++) {
  var line = new StringBuilder();
  for (int column = 0; column < aspirin.width(); column++) line.append(" .:#".charAt((int) Math.min(3, Math.ceil(3 * aspirin.pixel(row, column)))));
  System.out.println("|" + line + "|");
}

// 2. The layers, the shapes of what they put out, and its range for this molecule.
var values = new ReferenceEvaluator(network).evaluateAll(aspirin.toArray())
for (int i = 0; i < network.nodes().size(); i++) {
  var node = network.nodes().get(i);
  var range = Arrays.stream(values[i + 1]).summaryStatistics();
  System.out.printf("%s %s from %.3f to %.3f%n", node.name(), node.outputShape(), range.getMin(), range.getMax());
}

// 3. One number of the first convolution by hand: a kernel of 3 x 3 at stride 3, where the image has most to say.
var conv = (Layer.Conv2d) network.nodes().get(0).layer()
int busiest = java.util.stream.IntStream.range(0, 100).boxed().max(Comparator.comparing(p -> Math.abs(values[1][p] - conv.bias().at(0)))).get()
double sum = conv.bias().at(0)
for (int y = 0; y < 3; y++) for (int x = 0; x < 3; x++) sum += conv.weight(0, 0, y, x) * aspirin.pixel(3 * (busiest / 10) + y, 3 * (busiest % 10) + x);
System.out.printf("kernel 0 at %d gives %.6f%n", busiest, sum)
System.out.printf("first kernel by hand: %s%n", sum != conv.bias().at(0) && Math.abs(sum - values[1][busiest]) < 1e-9)

// 4. What the encrypted program makes of these layers: rounds, rotations, levels, bytes. No key exists yet.
var encrypted = FheOlindaNet.wrap(network)
System.out.println(ProgramReport.of(encrypted.program()))
System.out.printf("%d rounds when partitioned%n", encrypted.roundCount())
encrypted.close()
/exit
