'use strict';

// Microsoft SEAL behind a line protocol, for ChemXor's interoperability tests.
//
// One JSON object per line on standard input, one per line on standard output. A request is
// {"op": NAME, ...arguments}; an answer is {"ok": true, ...results} or {"ok": false, "error": TEXT}.
// SEAL's objects stay here and are known by numbers ("ref"); bytes travel as base64. Numbers that
// must be exact to the bit (primes, scales) travel as decimal strings or as bytes.
//
// SEAL's objects live in WebAssembly memory; "free" and "freeAllBut" release them.

const readline = require('readline');
const path = require('path');
const createSeal = require('node-seal');

const objects = new Map();
let nextRef = 1;

function keep(object) {
  objects.set(nextRef, object);
  return { ref: nextRef++ };
}

function get(ref) {
  const object = objects.get(ref);
  if (!object) {
    throw new Error(`no object ${ref}`);
  }
  return object;
}

const doubles = (base64) => {
  const bytes = Buffer.from(base64, 'base64');
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
};

const base64 = (typed) =>
  Buffer.from(typed.buffer, typed.byteOffset, typed.byteLength).toString('base64');

/** The operations; each takes the request and returns the results. */
function operations(seal) {
  const compressions = {
    none: seal.ComprModeType.none,
    zlib: seal.ComprModeType.zlib,
    zstd: seal.ComprModeType.zstd,
  };

  const compression = (name) => {
    if (!(name in compressions)) {
      throw new Error(`no compression ${name}`);
    }
    return compressions[name];
  };

  const contextOf = (parameters, security) => {
    const context = seal.Context(parameters, true, security);
    if (!context.parametersSet()) {
      throw new Error(`SEAL refuses the parameters:\n${context.toHuman()}`);
    }
    return context;
  };

  const securityOf = (name) => (name === 'none' ? seal.SecurityLevel.none : seal.SecurityLevel.tc128);

  const blank = (kind) => {
    switch (kind) {
      case 'plaintext':
        return seal.PlainText();
      case 'ciphertext':
        return seal.CipherText();
      case 'publicKey':
        return seal.PublicKey();
      case 'secretKey':
        return seal.SecretKey();
      case 'relinKeys':
        return seal.RelinKeys();
      case 'galoisKeys':
        return seal.GaloisKeys();
      default:
        throw new Error(`no kind ${kind}`);
    }
  };

  const evaluated = (request, call) => {
    const result = seal.CipherText();
    call(seal.Evaluator(get(request.context)), result);
    return keep(result);
  };

  const steps = (request) => (request.steps ? Int32Array.from(request.steps) : undefined);

  return {
    version: () => ({
      package: require('node-seal/package.json').version,
      node: process.versions.node,
    }),
    // SEAL's own choice of primes for the given bit sizes.
    createPrimes: (request) => ({
      primes: Array.from(
        seal.CoeffModulus.Create(request.degree, Int32Array.from(request.bits)).toArray(),
        String
      ),
    }),
    parametersFromBits: (request) => {
      const parameters = seal.EncryptionParameters(seal.SchemeType.ckks);
      parameters.setPolyModulusDegree(request.degree);
      parameters.setCoeffModulus(
        seal.CoeffModulus.Create(request.degree, Int32Array.from(request.bits))
      );
      return keep(parameters);
    },
    // Parameters with given primes come as bytes.
    loadParameters: (request) => {
      const parameters = seal.EncryptionParameters(seal.SchemeType.ckks);
      parameters.loadArray(new Uint8Array(Buffer.from(request.bytes, 'base64')));
      return keep(parameters);
    },
    createContext: (request) =>
      keep(contextOf(get(request.parameters), securityOf(request.security))),
    // The ids of all levels, from the key level down, as 32 bytes each.
    levelIds: (request) => {
      const ids = [];
      const context = get(request.context);
      for (let level = context.keyContextData; level; level = level.nextContextData) {
        ids.push(base64(level.parmsId.values));
        if (level.chainIndex === 0) {
          break;
        }
      }
      return { ids };
    },
    keyGenerator: (request) =>
      keep(
        request.secretKey
          ? seal.KeyGenerator(get(request.context), get(request.secretKey))
          : seal.KeyGenerator(get(request.context))
      ),
    secretKey: (request) => keep(get(request.keyGenerator).secretKey()),
    publicKey: (request) => keep(get(request.keyGenerator).createPublicKey()),
    seededPublicKey: (request) => keep(get(request.keyGenerator).createPublicKeySerializable()),
    relinKeys: (request) => keep(get(request.keyGenerator).createRelinKeys()),
    seededRelinKeys: (request) => keep(get(request.keyGenerator).createRelinKeysSerializable()),
    galoisKeys: (request) => keep(get(request.keyGenerator).createGaloisKeys(steps(request))),
    seededGaloisKeys: (request) =>
      keep(get(request.keyGenerator).createGaloisKeysSerializable(steps(request))),
    encode: (request) =>
      keep(
        seal
          .CKKSEncoder(get(request.context))
          .encode(doubles(request.values), Number(request.scale))
      ),
    decode: (request) => ({
      values: base64(seal.CKKSEncoder(get(request.context)).decode(get(request.plaintext))),
    }),
    encrypt: (request) =>
      keep(
        seal
          .Encryptor(get(request.context), get(request.publicKey))
          .encrypt(get(request.plaintext))
      ),
    // SEAL's encryptor wants a public key even where it does not use one.
    encryptSymmetric: (request) =>
      keep(
        seal
          .Encryptor(get(request.context), get(request.publicKey), get(request.secretKey))
          .encryptSymmetric(get(request.plaintext))
      ),
    encryptSeeded: (request) =>
      keep(
        seal
          .Encryptor(get(request.context), get(request.publicKey), get(request.secretKey))
          .encryptSymmetricSerializable(get(request.plaintext))
      ),
    decrypt: (request) =>
      keep(
        seal
          .Decryptor(get(request.context), get(request.secretKey))
          .decrypt(get(request.ciphertext))
      ),
    add: (request) =>
      evaluated(request, (evaluator, out) => evaluator.add(get(request.a), get(request.b), out)),
    subtract: (request) =>
      evaluated(request, (evaluator, out) => evaluator.sub(get(request.a), get(request.b), out)),
    multiply: (request) =>
      evaluated(request, (evaluator, out) =>
        evaluator.multiply(get(request.a), get(request.b), out)
      ),
    multiplyPlain: (request) =>
      evaluated(request, (evaluator, out) =>
        evaluator.multiplyPlain(get(request.a), get(request.plaintext), out)
      ),
    relinearize: (request) =>
      evaluated(request, (evaluator, out) =>
        evaluator.relinearize(get(request.a), get(request.relinKeys), out)
      ),
    rescale: (request) =>
      evaluated(request, (evaluator, out) => evaluator.rescaleToNext(get(request.a), out)),
    modSwitch: (request) =>
      evaluated(request, (evaluator, out) => evaluator.cipherModSwitchToNext(get(request.a), out)),
    rotate: (request) =>
      evaluated(request, (evaluator, out) =>
        evaluator.rotateVector(get(request.a), request.step, get(request.galoisKeys), out)
      ),
    conjugate: (request) =>
      evaluated(request, (evaluator, out) =>
        evaluator.complexConjugate(get(request.a), get(request.galoisKeys), out)
      ),
    describe: (request) => {
      const ciphertext = get(request.ciphertext);
      return {
        size: ciphertext.size,
        primes: ciphertext.coeffModulusSize,
        scale: String(ciphertext.scale),
        transparent: ciphertext.isTransparent,
      };
    },
    save: (request) => ({
      bytes: base64(get(request.ref).saveArray(compression(request.compression))),
    }),
    load: (request) => {
      const object = blank(request.kind);
      object.loadArray(get(request.context), new Uint8Array(Buffer.from(request.bytes, 'base64')));
      return keep(object);
    },
    // Everything made so far but the given objects, for the next test to start afresh.
    freeAllBut: (request) => {
      const kept = new Set(request.refs);
      for (const [ref, object] of objects) {
        if (!kept.has(ref)) {
          object.delete();
          objects.delete(ref);
        }
      }
      return {};
    },
    free: (request) => {
      for (const ref of request.refs) {
        get(ref).delete();
        objects.delete(ref);
      }
      return {};
    },
  };
}

function answer(table, line) {
  try {
    const request = JSON.parse(line);
    if (!Object.hasOwn(table, request.op)) {
      throw new Error(`no operation ${request.op}`);
    }
    return { ok: true, ...table[request.op](request) };
  } catch (error) {
    return { ok: false, error: String(error && error.message ? error.message : error) };
  }
}

async function main() {
  const table = operations(await createSeal());
  const lines = readline.createInterface({ input: process.stdin, crlfDelay: Infinity });
  for await (const line of lines) {
    process.stdout.write(`${JSON.stringify(answer(table, line))}\n`);
  }
}

main().catch((error) => {
  process.stderr.write(`${path.basename(__filename)}: ${error.stack}\n`);
  process.exit(1);
});
