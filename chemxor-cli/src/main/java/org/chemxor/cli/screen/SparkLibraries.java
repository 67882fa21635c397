package org.chemxor.cli.screen;

import org.chemxor.core.InvalidInputException;

/** Spark and Hadoop, which the other commands do without. */
final class SparkLibraries {
  private static final String A_CLASS = "org.apache.spark.api.java.JavaSparkContext";

  private SparkLibraries() {}

  /**
   * Says what to do where they are missing.
   *
   * @throws InvalidInputException when they are
   */
  static void require() {
    try {
      Class.forName(A_CLASS, false, SparkLibraries.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new InvalidInputException(
          "Apache Spark is not on the class path: start this by ./chemxor or spark-submit, or put"
              + " the entries of chemxor-spark/target/spark.classpath behind the others",
          e);
    }
  }
}
