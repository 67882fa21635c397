package org.chemxor.modules;

import java.util.ServiceLoader;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksEngineProvider;
import org.chemxor.ckks.EngineUnavailableException;

/** Asks for the engine seal as named modules do, and prints what came of it. */
final class SealModuleMain {
  private SealModuleMain() {}

  public static void main(String[] args) {
    for (CkksEngineProvider provider :
        ServiceLoader.load(ModuleLayer.boot(), CkksEngineProvider.class)) {
      System.out.println("provider of " + provider.getClass().getModule().getName());
    }
    try {
      System.out.println("loaded " + CkksEngine.load("seal").description());
    } catch (EngineUnavailableException e) {
      System.out.println("refused " + e.getMessage());
    }
  }
}
