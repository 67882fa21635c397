// A model made elsewhere, as an ONNX file, under encryption. Run it with: ./examples/run 04-onnx.jsh
// Prints: difference below 0.001: true
import java.nio.file.*
import org.chemxor.core.*
import org.chemxor.fhe.*
import org.chemxor.fhe.program.*
import org.chemxor.onnx.*

// In earnest the file comes from PyTorch; here a small network of ours is written as one.
var random = new Random(1)
var kernel = Tensor.of(random.doubles(4 * 9, -0.5, 0.5).toArray(), 4, 1, 3, 3)
var matrix = Tensor.of(random.doubles(2 * 144, -0.1, 0.1).toArray(), 2, 144)
var made = Network.builder("elsewhere", Shape.image(1, 8, 8)).add(new Layer.Conv2d(kernel, Tensor.zeros(4), 1, 0)).add(Layer.Polynomial.CHEMXOR).add(new Layer.Flatten()).add(new Layer.Linear(matrix, Tensor.zeros(2))).build()
var file = Files.createTempFile("elsewhere", ".onnx")
OnnxExport.write(made, file)

var network = OnnxImport.read(file)
System.out.println(network)
var image = new MoleculeImage(8, 8, random.doubles(64).toArray())
var plain = new ReferenceEvaluator(network).evaluate(image)
var encrypted = FheModel.wrap(network, Plan.partitioned())
var result = encrypted.evaluate(image)
System.out.printf("difference below 0.001: %s%n", Math.abs(plain[0] - result.outputs().get(0)) < 1e-3)
encrypted.close()
Files.delete(file)
/exit
