// Hundreds of molecules in one encrypted request, ranked by the client. Run it with: ./examples/run 09-batch-screening.jsh
// Prints: 423 molecules in 1 round
// Prints: the same ten as in the clear: true
import org.chemxor.core.*
import org.chemxor.data.dataset.*
import org.chemxor.data.featurise.*
import org.chemxor.data.split.*
import org.chemxor.fhe.*
import org.chemxor.fhe.program.*
import org.chemxor.models.quadratic.*

// 1. The model's owner: a quadratic model, and a plan that puts a molecule into every slot.
var images = GridFingerprintFeaturiser.standard()
var drugs = DrugSet.load().drugs()
var samples = DrugSet.load().samples(images)
var split = DataSplit.random(samples, 7)
var model = QuadraticTraining.regression().squares(16).fit(split.train(), split.validate())
var encrypted = FheModel.wrap(model.network(), Plan.singleRound().withBatch(4096))

// 2. The client: all molecules at once. It takes as long for one as for 4096.
var result = encrypted.evaluateBatch(samples.stream().map(Sample::image).toList())
System.out.printf("%d molecules in %d round%n", result.samples().size(), result.rounds().size())
System.out.printf("%.2f ms a molecule in the evaluator, %.1f kB up%n", result.serverMillis() / samples.size(), result.bytesUp() / 1e3 / samples.size())

// 3. Only the client can rank. "screen collect --top" does this for millions.
double[] scores = result.samples().stream().mapToDouble(outputs -> outputs.get(0)).toArray()
double[] plain = samples.stream().mapToDouble(sample -> model.predict(sample.image())[0]).toArray()
List<Integer> best(double[] values) { return java.util.stream.IntStream.range(0, values.length).boxed().sorted((a, b) -> Double.compare(values[b], values[a])).limit(10).toList(); }
for (int i : best(scores)) System.out.printf("%-24s %.4f (in the clear %.4f)%n", drugs.get(i).name(), scores[i], plain[i])
System.out.printf("the same ten as in the clear: %s%n", best(scores).equals(best(plain)))
encrypted.close()
/exit
