package org.chemxor.app.web;

import org.chemxor.app.model.ModelLink;
import org.chemxor.core.ChemXorException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection made ahead of the first question. */
public final class Connecting {
  private static final Logger LOG = LoggerFactory.getLogger(Connecting.class);

  private Connecting() {}

  /** Connects in a thread of its own; what goes wrong is in the link's status, which is shown. */
  public static void begin(ModelLink link) {
    Thread thread = new Thread(() -> quietly(link), "chemxor-connect");
    thread.setDaemon(true);
    thread.start();
  }

  private static void quietly(ModelLink link) {
    try {
      LOG.debug("connected: {}", link.client());
    } catch (ChemXorException e) {
      LOG.debug("not connected: {}", link.status().message());
    }
  }
}
