package org.chemxor.service.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.RejectedExecutionException;
import org.chemxor.ckks.wire.ByteSource;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.evaluator.FheEvaluator;
import org.chemxor.service.protocol.Routes;
import org.chemxor.service.server.keys.KeyCache;
import org.chemxor.service.server.keys.KeyId;
import org.chemxor.service.server.keys.KeyStore;
import org.chemxor.service.server.keys.KeyUpload;
import org.chemxor.service.server.keys.StorageFullException;

/** Takes evaluation keys in. */
final class KeysEndpoint {
  private final KeyStore store;
  private final KeyCache cache;
  private final ComputePool pool;
  private final ServerLimits limits;

  KeysEndpoint(KeyStore store, KeyCache cache, ComputePool pool, ServerLimits limits) {
    this.store = store;
    this.cache = cache;
    this.pool = pool;
    this.limits = limits;
  }

  /** Most bytes that keys of this model have. */
  static long limit(ServedModel model) {
    return BodyLimits.withMargin(model.model().costs().keyBytes());
  }

  /** Receives keys, checks them as a computation among others, and keeps them. */
  void put(Exchange exchange, ServedModel model, KeyId id, String owner) {
    long limit = limit(model);
    long announced = exchange.contentLength();
    KeyUpload upload = store.begin(id, owner);
    BodyReader reader =
        exchange.read(
            announced < 0 ? limit : announced,
            limits.pace(),
            upload::write,
            failure -> {
              if (failure == null) {
                check(exchange, model, id, upload);
              } else {
                upload.close();
                exchange.fail(failure);
              }
            });
    upload.onShed(() -> reader.abort(new StorageFullException("others hold less")));
  }

  private void check(Exchange exchange, ServedModel model, KeyId id, KeyUpload upload) {
    try {
      pool.submit(
          exchange,
          () -> {
            try (upload) {
              keep(exchange, model, id, upload);
            }
          },
          upload::close);
    } catch (RejectedExecutionException e) {
      upload.close();
      exchange.fail(e);
    }
  }

  private void keep(Exchange exchange, ServedModel model, KeyId id, KeyUpload upload)
      throws IOException {
    FheEvaluator evaluator = model.model().evaluator();
    Path complete = upload.finish();
    cache.makeRoom(evaluator);
    EvaluationKeys keys;
    try (FileChannel file = FileChannel.open(complete)) {
      keys = evaluator.readKeys(ByteSource.of(file));
    }
    upload.commit();
    cache.put(id, keys);
    exchange.header("Location", Routes.keys(id.program(), id.digest()));
    exchange.replyEmpty(201);
  }
}
