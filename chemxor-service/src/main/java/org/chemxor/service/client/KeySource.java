package org.chemxor.service.client;

import java.util.function.Supplier;
import org.chemxor.fhe.client.FheClient;

/** Where the key sets of a connection come from. */
interface KeySource {
  /** The key set to start with: a kept one, or new. */
  FheClient first();

  /** The key set that follows one that has answered enough. */
  FheClient next();

  /** A key set for one question, never kept. */
  FheClient once();

  /** New keys each time, kept nowhere. */
  static KeySource fresh(Supplier<FheClient> maker) {
    return new KeySource() {
      @Override
      public FheClient first() {
        return maker.get();
      }

      @Override
      public FheClient next() {
        return maker.get();
      }

      @Override
      public FheClient once() {
        return maker.get();
      }
    };
  }
}
