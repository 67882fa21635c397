package org.chemxor.service.server;

import org.chemxor.service.protocol.Problem;
import org.chemxor.service.protocol.ProblemType;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Problem details for what Jetty itself refuses: malformed requests, headers too large. */
final class ProblemErrorHandler implements Request.Handler {
  private static final String BAD_TRANSFER_CODING = "Bad Transfer-Encoding";

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Problem problem = problem(response.getStatus());
    if (request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof HttpException e) {
      problem = problem(e);
    }
    response.setStatus(problem.status());
    new Exchange(request, response, callback).reply(problem);
    return true;
  }

  /** Of transfer codings without chunked at the end Jetty says so in the reason only. */
  private static Problem problem(HttpException e) {
    return String.valueOf(e.getReason()).startsWith(BAD_TRANSFER_CODING)
        ? Problem.of(ProblemType.UNSUPPORTED_ENCODING, Codings.TRANSFER_DETAIL)
        : problem(e.getCode());
  }

  private static Problem problem(int status) {
    return switch (status) {
      case 404 -> Problem.of(ProblemType.NOT_FOUND, "there is nothing at this address");
      case 500 -> Problem.of(ProblemType.INTERNAL, "the server made a mistake: its log says more");
      case 503 -> Problem.of(ProblemType.UNAVAILABLE, "the server is stopping: try again later");
      default -> {
        String reason = HttpStatus.getMessage(status);
        yield new Problem(ProblemType.HTTP_ERROR, status, "the request was refused: " + reason);
      }
    };
  }
}
