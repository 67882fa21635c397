package org.chemxor.onnx;

import java.util.List;
import java.util.stream.Collectors;
import org.chemxor.core.InvalidInputException;

/** A model cannot be imported; {@link #problems()} has everything that stands in the way. */
public final class OnnxImportException extends InvalidInputException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 50;

  private final transient List<OnnxProblem> problems;

  OnnxImportException(String file, List<OnnxProblem> problems) {
    super(message(file, problems));
    this.problems = List.copyOf(problems);
  }

  /** What stands in the way, in the order of the model's nodes; at least one. */
  public List<OnnxProblem> problems() {
    return problems == null ? List.of() : problems;
  }

  private static String message(String file, List<OnnxProblem> problems) {
    String more = problems.size() > SHOWN ? "\n  and " + (problems.size() - SHOWN) + " more" : "";
    return problems.stream()
        .limit(SHOWN)
        .map(OnnxProblem::toString)
        .collect(Collectors.joining("\n  ", file + " cannot be imported:\n  ", more));
  }
}
