// ChemXor's three networks, trained and compared. Run it with: ./examples/run 06-train-three-networks.jsh
// Prints: OlindaNetZero: 1770817 weights
// Prints: OlindaNet: 2764129 weights
// Prints: OlindaNetOne: 1770977 weights
// Prints: saved and loaded, the same prediction: true
import java.nio.file.*
import org.chemxor.core.olinda.*
import org.chemxor.data.dataset.*
import org.chemxor.data.featurise.*
import org.chemxor.data.split.*
import org.chemxor.models.evaluate.*
import org.chemxor.models.train.*
import org.chemxor.models.trained.*

// 1. Molecules as images, divided 70/20/10. In earnest OlindaRegressionData.from("molecules.csv").load() reads a file.
var images = GridFingerprintFeaturiser.standard()
var split = DataSplit.random(DrugSet.load().samples(images), 7)

// 2. The same layers as in Python; two epochs to be quick, sixty and more in earnest.
var models = new ArrayList<TrainedModel>()
for (var architecture : List.of(OlindaNet.zero(), OlindaNet.standard(), OlindaNet.one())) {
  var model = Training.improved(architecture).epochs(2).batchSize(32).seed(7).fit(split.train(), split.validate());
  models.add(model);
  System.out.printf("%s: %d weights%n", model.network().name(), model.network().parameterCount());
}

// 3. What became of it, on molecules that no training saw. The history has a line for every epoch.
for (var model : models) {
  System.out.println(model.network().name() + " " + Evaluation.of(model, split.test()).metrics());
  model.history().forEach(epoch -> System.out.printf("  epoch %d: training loss %.3f, validation loss %.3f%n", epoch.epoch(), epoch.trainLoss(), epoch.validationLoss()));
}

// 4. A model is a folder; loading it needs no PyTorch.
var folder = Files.createTempDirectory("zero").resolve("model")
models.get(0).save(folder)
var aspirin = images.image("CC(=O)Oc1ccccc1C(=O)O")
double before = models.get(0).predict(aspirin)[0]
double after = TrainedModel.load(folder).predict(aspirin)[0]
System.out.printf("saved and loaded, the same prediction: %s%n", Math.abs(before - after) < 1e-6)
/exit
