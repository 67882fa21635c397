package org.chemxor.service.protocol;

/** The addresses of version 1 of the protocol. */
public final class Routes {
  /** Whether the server is up. */
  public static final String HEALTH = "/health";

  /** Figures for Prometheus. */
  public static final String METRICS = "/metrics";

  /** The OpenAPI description. */
  public static final String OPENAPI = "/v1/openapi.json";

  /** The names of the models. */
  public static final String MODELS = "/v1/models";

  private Routes() {}

  /** One model's description. */
  public static String model(String name) {
    return MODELS + "/" + name;
  }

  /** One set of evaluation keys. */
  public static String keys(String program, String digest) {
    return "/v1/programs/" + program + "/keys/" + digest;
  }

  /** One step with one set of keys. */
  public static String step(String program, String digest, int step) {
    return keys(program, digest) + "/steps/" + step;
  }
}
