'use strict';

// Writes small objects made by Microsoft SEAL into the folder given as argument: known answers for
// tests that run without Node. The parameters are far too small to be secure.
//
//   node samples.js ../chemxor-ckks/src/test/resources/org/chemxor/ckks/wire/seal-4.1

const fs = require('fs');
const path = require('path');
const createSeal = require('node-seal');

const DEGREE = 1024;
const SCALE = 2 ** 25;

/** The value in slot i: easy to write down in a test as well. */
const value = (i) => i / DEGREE - 0.25;

async function main(folder) {
  const seal = await createSeal();
  const { none, zlib, zstd } = seal.ComprModeType;
  const save = (name, object, compression) =>
    fs.writeFileSync(path.join(folder, name), object.saveArray(compression));

  const parameters = seal.EncryptionParameters(seal.SchemeType.ckks);
  parameters.setPolyModulusDegree(DEGREE);
  parameters.setCoeffModulus(seal.CoeffModulus.Create(DEGREE, Int32Array.from([30, 25, 30])));
  const context = seal.Context(parameters, true, seal.SecurityLevel.none);
  const generator = seal.KeyGenerator(context);
  const publicKey = generator.createPublicKey();
  const encryptor = seal.Encryptor(context, publicKey, generator.secretKey());
  const encoder = seal.CKKSEncoder(context);
  const plain = encoder.encode(Float64Array.from({ length: DEGREE / 2 }, (_, i) => value(i)), SCALE);

  fs.mkdirSync(folder, { recursive: true });
  save('parameters-none.seal', parameters, none);
  save('parameters-zstd.seal', parameters, zstd);
  save('secret-key-none.seal', generator.secretKey(), none);
  save('public-key-seeded-zstd.seal', generator.createPublicKeySerializable(), zstd);
  save('relin-keys-seeded-zstd.seal', generator.createRelinKeysSerializable(), zstd);
  save('galois-keys-seeded-zlib.seal', generator.createGaloisKeysSerializable(Int32Array.of(1)), zlib);
  save('plaintext-zlib.seal', plain, zlib);
  save('ciphertext-zstd.seal', encryptor.encrypt(plain), zstd);
  save('ciphertext-seeded-none.seal', encryptor.encryptSymmetricSerializable(plain), none);
}

main(process.argv[2]).catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
