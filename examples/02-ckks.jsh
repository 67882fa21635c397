// CKKS by itself: arithmetic on encrypted vectors. Run it with: ./examples/run 02-ckks.jsh
// Prints: (0.5 + 0.25)^2 rotated is about 0.5625: true
// Prints: a weighted sum of neighbours is about 2.0000: true
import org.chemxor.ckks.*
import org.chemxor.ckks.bytes.Compression

// 1. Parameters: N = 8192, two rescalings, checked against the 2024 security guidelines.
var parameters = CkksParameters.builder().polyModulusDegree(8192).dataPrimeBits(50, 40, 40).specialPrimeBits(50).scaleBits(40).build()
var context = CkksEngine.load().context(parameters)

// 2. Keys. The secret key never leaves its owner; closing it overwrites it.
var keys = context.keyGenerator()
var relinearization = keys.createRelinearizationKey()
var rotations = keys.createGaloisKeys(List.of(1, 2, 3))

// 3. The owner encodes and encrypts 4096 numbers at once.
var encoder = context.encoder()
var encryptor = context.encryptor(keys.secretKey())
double[] x = new double[4096]
for (int i = 0; i < x.length; i++) x[i] = i % 2 == 0 ? 0.5 : 0.25
var a = encryptor.encrypt(encoder.encode(x))

// 4. Anybody with the public evaluation keys computes: add a rotation, square, come back to two polynomials, rescale.
var evaluator = context.evaluator()
var sum = evaluator.add(a, evaluator.rotate(a, 1, rotations))
var square = evaluator.rescale(evaluator.relinearize(evaluator.square(sum), relinearization))

// 5. The owner decrypts.
double[] y = encoder.decode(context.decryptor(keys.secretKey()).decrypt(square))
System.out.printf("(0.5 + 0.25)^2 rotated is about %.4f: %s%n", y[7], Math.abs(y[7] - 0.5625) < 1e-6)

// 6. Weighted sums of neighbours: y_j = 1 x_j + 2 x_{j+1} + 3 x_{j+2}; the rotations share one decomposition.
var neighbours = evaluator.rotateMany(a, new int[] {0, 1, 2}, rotations)
var scale = (double) parameters.dataPrime(parameters.maxLevel())
var weights = List.of(encoder.encodeConstant(1.0, scale, parameters.maxLevel()), encoder.encodeConstant(2.0, scale, parameters.maxLevel()), encoder.encodeConstant(3.0, scale, parameters.maxLevel()))
double[] z = encoder.decode(context.decryptor(keys.secretKey()).decrypt(evaluator.rescale(evaluator.sumOfProducts(neighbours, weights))))
System.out.printf("a weighted sum of neighbours is about %.4f: %s%n", z[1], Math.abs(z[1] - (0.25 + 2 * 0.5 + 3 * 0.25)) < 1e-6)

// 7. Bytes: Microsoft SEAL reads them, and ours its.
byte[] wire = a.toBytes(Compression.ZSTD)
var back = context.readCiphertext(new java.io.ByteArrayInputStream(wire))
keys.secretKey().close()
/exit
