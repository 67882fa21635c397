package org.chemxor.service.client;

import org.chemxor.fhe.client.FheClient;

/** Where the key sets of a connection come from: new ones each time, unless it keeps them. */
@FunctionalInterface
interface KeySource {
  /** A key set for one question, never kept. */
  FheClient once();

  /** The key set to start with: a kept one, or new. */
  default FheClient first() {
    return once();
  }

  /** The key set that follows one that has answered enough. */
  default FheClient next() {
    return once();
  }
}
