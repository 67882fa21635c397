// Encrypted evaluation one step at a time, with both roles apart. Run it with: ./examples/run 08-step-by-step.jsh
// Prints: round 3 of 3
// Prints: difference below 0.001: true
// Prints: a foreign reply is refused: true
import org.chemxor.core.*
import org.chemxor.core.olinda.*
import org.chemxor.data.dataset.*
import org.chemxor.data.featurise.*
import org.chemxor.fhe.*
import org.chemxor.fhe.client.*
import org.chemxor.fhe.program.*
import org.chemxor.models.train.*

var images = GridFingerprintFeaturiser.standard()
var network = Training.of(OlindaNet.zero()).epochs(1).batchSize(32).fit(DrugSet.load().samples(images)).network()

// 1. The model's owner compiles, and publishes the outline: everything a client needs, and no weights.
var owner = FheOlindaNet.wrap(network)
byte[] outline = owner.program().outline().toBytes()

// 2. The client reads it, looks at what it would learn and disclose, and only then makes keys.
var client = new FheClient(ProgramOutline.read(outline))
System.out.printf("outline of %d kB; discloses %s%n", outline.length / 1000, client.outline().disclosures())
byte[] evaluationKeys = client.evaluationKeys()
var keys = owner.evaluator().readKeys(evaluationKeys)
System.out.printf("evaluation keys of %.1f MB, sent once%n", evaluationKeys.length / 1e6)

// 3. Each round: the client encrypts, the owner computes on ciphertext, the client decrypts and lays values out anew.
var aspirin = images.image("CC(=O)Oc1ccccc1C(=O)O")
var inference = client.start(aspirin)
while (!inference.isDone()) {
  int round = inference.round();
  byte[] request = inference.nextRequest();
  long start = System.nanoTime();
  byte[] reply = owner.evaluator().evaluate(keys, request);
  long millis = (System.nanoTime() - start) / 1_000_000;
  inference.acceptReply(reply);
  System.out.printf("round %d of %d: %d kB up, %d ms in the evaluator, %d kB down%n", round + 1, owner.roundCount(), request.length / 1000, millis, reply.length / 1000);
}
double encrypted = inference.outputs()[0]
double plain = new ReferenceEvaluator(network).evaluate(aspirin)[0]
System.out.printf("plain %.5f, encrypted %.5f%n", plain, encrypted)
System.out.printf("difference below 0.001: %s%n", Math.abs(plain - encrypted) < 1e-3)

// 4. A reply to somebody else's request: the rounds go on, so that nobody sees it, and the output is refused.
var other = owner.newClient()
var otherKeys = owner.evaluator().readKeys(other.evaluationKeys())
var cheated = client.start(aspirin)
boolean refused = false
while (!cheated.isDone()) {
  cheated.nextRequest();
  cheated.acceptReply(owner.evaluator().evaluate(otherKeys, other.start(aspirin).nextRequest()));
}
try { cheated.outputs(); } catch (RuntimeException e) { refused = true; System.out.println(e.getMessage()); }
System.out.printf("a foreign reply is refused: %s%n", refused)
client.close()
other.close()
owner.close()
/exit
