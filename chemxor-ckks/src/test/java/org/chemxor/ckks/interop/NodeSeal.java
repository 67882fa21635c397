package org.chemxor.ckks.interop;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.chemxor.ckks.bytes.Compression;
import org.jspecify.annotations.Nullable;

/**
 * Microsoft SEAL 4.1 in a Node process, as a referee. SEAL's objects stay in that process; here
 * they are {@link Ref}s. Not thread-safe.
 *
 * <p>Node and npm must be installed; {@link #start} fails otherwise.
 */
public final class NodeSeal implements AutoCloseable {

  /** An object in the referee's memory. */
  public record Ref(int number) {}

  /** Kinds of objects that can be loaded; the name in lower camel case is the protocol's. */
  public enum Kind {
    /** An encoded plaintext. */
    PLAINTEXT("plaintext"),
    /** A ciphertext. */
    CIPHERTEXT("ciphertext"),
    /** A public key. */
    PUBLIC_KEY("publicKey"),
    /** A secret key. */
    SECRET_KEY("secretKey"),
    /** Relinearisation keys. */
    RELIN_KEYS("relinKeys"),
    /** Galois keys. */
    GALOIS_KEYS("galoisKeys");

    private final String protocolName;

    Kind(String protocolName) {
      this.protocolName = protocolName;
    }
  }

  /** Thrown when SEAL refuses; the message is SEAL's. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  private static final ObjectMapper JSON = mapper();
  private static final long EXIT_TIMEOUT_SECONDS = 10;

  /** Keys are long strings; the referee is trusted. */
  private static ObjectMapper mapper() {
    return new ObjectMapper(
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
            .build());
  }

  private final Process process;
  private final BufferedWriter requests;
  private final BufferedReader answers;

  private NodeSeal(Process process) {
    this.process = process;
    this.requests =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII));
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts the referee, installing the pinned package on first use. */
  public static NodeSeal start() {
    return new NodeSeal(NodeSealInstaller.startReferee(NodeSealInstaller.prepare()));
  }

  /** Returns the version of the node-seal package. */
  public String version() {
    return call(request("version")).get("package").asText();
  }

  /** Returns the primes SEAL picks for bit sizes. */
  public long[] createPrimes(int degree, int... bits) {
    JsonNode primes =
        call(request("createPrimes").put("degree", degree).set("bits", JSON.valueToTree(bits)))
            .get("primes");
    return StreamSupport.stream(primes.spliterator(), false)
        .mapToLong(prime -> Long.parseLong(prime.asText()))
        .toArray();
  }

  /** Makes parameters with primes of SEAL's choice, the special one last. */
  public Ref parameters(int degree, int... bits) {
    return make(
        request("parametersFromBits")
            .put("degree", degree)
            .<ObjectNode>set("bits", JSON.valueToTree(bits)));
  }

  /** Loads parameters. */
  public Ref loadParameters(byte[] bytes) {
    return make(request("loadParameters").put("bytes", bytes));
  }

  /** Makes a context that insists on 128-bit security (by the 2018 table). */
  public Ref context(Ref parameters) {
    return make(request("createContext").put("parameters", parameters.number));
  }

  /** Returns the ids of all levels, the key level first, 32 bytes each. */
  public List<byte[]> levelIds(Ref context) {
    List<byte[]> ids = new ArrayList<>();
    for (JsonNode id : call(request("levelIds").put("context", context.number)).get("ids")) {
      ids.add(Base64.getDecoder().decode(id.asText()));
    }
    return ids;
  }

  /** Makes a key generator, with a new secret key or a given one. */
  public Ref keyGenerator(Ref context, @Nullable Ref secretKey) {
    ObjectNode request = request("keyGenerator").put("context", context.number);
    return make(secretKey == null ? request : request.put("secretKey", secretKey.number));
  }

  /**
   * Makes a key.
   *
   * @param operation {@code secretKey}, {@code publicKey}, {@code relinKeys} or {@code galoisKeys};
   *     all but the first also as {@code seededPublicKey} and so on, which can only be saved
   * @param steps rotation steps for Galois keys; all powers of two when empty
   */
  public Ref key(String operation, Ref keyGenerator, int... steps) {
    ObjectNode request = request(operation).put("keyGenerator", keyGenerator.number);
    return make(
        steps.length == 0 ? request : request.<ObjectNode>set("steps", JSON.valueToTree(steps)));
  }

  /** Encodes real values at the first data level. */
  public Ref encode(Ref context, double[] values, double scale) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(values);
    return make(
        request("encode")
            .put("context", context.number)
            .put("values", bytes.array())
            .put("scale", Double.toString(scale)));
  }

  /** Decodes the real parts of all slots. */
  public double[] decode(Ref context, Ref plaintext) {
    JsonNode answer =
        call(request("decode").put("context", context.number).put("plaintext", plaintext.number));
    byte[] bytes = Base64.getDecoder().decode(answer.get("values").asText());
    double[] values = new double[bytes.length / Double.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
    return values;
  }

  /** Encrypts with a public key. */
  public Ref encrypt(Ref context, Ref publicKey, Ref plaintext) {
    return make(
        request("encrypt")
            .put("context", context.number)
            .put("publicKey", publicKey.number)
            .put("plaintext", plaintext.number));
  }

  /** Encrypts with the secret key; a seeded ciphertext can only be saved. */
  public Ref encryptSymmetric(
      Ref context, Ref publicKey, Ref secretKey, Ref plaintext, boolean seeded) {
    return make(
        request(seeded ? "encryptSeeded" : "encryptSymmetric")
            .put("context", context.number)
            .put("publicKey", publicKey.number)
            .put("secretKey", secretKey.number)
            .put("plaintext", plaintext.number));
  }

  /** Decrypts. */
  public Ref decrypt(Ref context, Ref secretKey, Ref ciphertext) {
    return make(
        request("decrypt")
            .put("context", context.number)
            .put("secretKey", secretKey.number)
            .put("ciphertext", ciphertext.number));
  }

  /**
   * Runs an operation of SEAL's evaluator on {@code a}.
   *
   * @param operation {@code rescale} or {@code modSwitch}
   */
  public Ref evaluate(String operation, Ref context, Ref a) {
    return make(evaluation(operation, context, a));
  }

  /**
   * Runs an operation of two ciphertexts.
   *
   * @param operation {@code add}, {@code subtract} or {@code multiply}
   */
  public Ref evaluate(String operation, Ref context, Ref a, Ref b) {
    return make(evaluation(operation, context, a).put("b", b.number));
  }

  /** Multiplies by a plaintext. */
  public Ref multiplyPlain(Ref context, Ref a, Ref plaintext) {
    return make(evaluation("multiplyPlain", context, a).put("plaintext", plaintext.number));
  }

  /** Relinearises. */
  public Ref relinearize(Ref context, Ref a, Ref relinKeys) {
    return make(evaluation("relinearize", context, a).put("relinKeys", relinKeys.number));
  }

  /** Rotates slots to the left by {@code step}, to the right when negative. */
  public Ref rotate(Ref context, Ref a, int step, Ref galoisKeys) {
    return make(
        evaluation("rotate", context, a).put("step", step).put("galoisKeys", galoisKeys.number));
  }

  /** Conjugates every slot. */
  public Ref conjugate(Ref context, Ref a, Ref galoisKeys) {
    return make(evaluation("conjugate", context, a).put("galoisKeys", galoisKeys.number));
  }

  private static ObjectNode evaluation(String operation, Ref context, Ref a) {
    return request(operation).put("context", context.number).put("a", a.number);
  }

  /** Saves any object. */
  public byte[] save(Ref object, Compression compression) {
    JsonNode answer =
        call(
            request("save")
                .put("ref", object.number)
                .put("compression", compression.name().toLowerCase(Locale.ROOT)));
    return Base64.getDecoder().decode(answer.get("bytes").asText());
  }

  /**
   * Loads an object with all of SEAL's checks.
   *
   * @throws Refused if SEAL refuses it
   */
  public Ref load(Kind kind, Ref context, byte[] bytes) {
    return make(
        request("load")
            .put("kind", kind.protocolName)
            .put("context", context.number)
            .put("bytes", bytes));
  }

  /** Frees objects. */
  public void free(Ref... objects) {
    ObjectNode request = request("free");
    for (Ref object : objects) {
      request.withArray("/refs").add(object.number);
    }
    call(request);
  }

  /** Frees every object made so far but {@code kept}. */
  public void freeAllBut(Collection<Ref> kept) {
    ObjectNode request = request("freeAllBut");
    ArrayNode refs = request.withArray("/refs");
    kept.forEach(ref -> refs.add(ref.number));
    call(request);
  }

  private static ObjectNode request(String operation) {
    return JSON.createObjectNode().put("op", operation);
  }

  private Ref make(ObjectNode request) {
    return new Ref(call(request).get("ref").asInt());
  }

  private JsonNode call(JsonNode request) {
    try {
      requests.write(JSON.writeValueAsString(request));
      requests.write('\n');
      requests.flush();
      String line = answers.readLine();
      if (line == null) {
        throw new IllegalStateException("the referee ended; its standard error says why");
      }
      JsonNode answer = JSON.readTree(line);
      if (!answer.get("ok").asBoolean()) {
        throw new Refused(request.get("op").asText() + ": " + answer.get("error").asText());
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException("the referee does not answer", e);
    }
  }

  /** Ends the process. */
  @Override
  public void close() {
    try {
      requests.close();
      if (!process.waitFor(EXIT_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
