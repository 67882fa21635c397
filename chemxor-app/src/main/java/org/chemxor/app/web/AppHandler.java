package org.chemxor.app.web;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.chemxor.core.ChemXorException;
import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the page and the interface behind it to those that {@link RequestGuard} lets in. */
public final class AppHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(AppHandler.class);

  private final RequestGuard guard;
  private final StaticFiles files;
  private final Api api;

  /**
   * The handler of a page.
   *
   * @param workbench what is behind it
   * @param token that requests must carry
   * @param port on which it is served
   */
  public AppHandler(Workbench workbench, AccessToken token, IntSupplier port) {
    this.guard = new RequestGuard(token, port);
    this.files = new StaticFiles();
    this.api = new Api(workbench, files.hasEditor());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    Reply reply = reply(request);
    String host = Optional.ofNullable(request.getHeaders().get(HttpHeader.HOST)).orElse("");
    response.setStatus(reply.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.type());
    boolean isEditor =
        reply.status() == 200 && Request.getPathInContext(request).startsWith(RequestGuard.EDITOR);
    SecurityHeaders.put(response.getHeaders(), isEditor, host);
    if (reply.status() == 413) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
    try (OutputStream out = new BufferedOutputStream(Content.Sink.asOutputStream(response))) {
      reply.body().write(out);
    }
    callback.succeeded();
    return true;
  }

  private Reply reply(Request request) {
    try {
      guard.require(request);
      String path = Request.getPathInContext(request);
      if (path.startsWith(RequestGuard.API)) {
        return api.reply(new Call(request));
      }
      if (!request.getMethod().equals("GET")) {
        throw new ApiException(405, "the page is only read");
      }
      return files
          .find(path)
          .map(file -> Reply.of(200, file.type(), file.bytes()))
          .orElseThrow(() -> ApiException.notFound("page"));
    } catch (ApiException e) {
      return Reply.problem(e.status(), String.valueOf(e.getMessage()));
    } catch (ChemXorException e) {
      return Reply.problem(422, String.valueOf(e.getMessage()));
    } catch (BadMessageException | IOException e) {
      return Reply.problem(400, "the request was not read to its end");
    } catch (RuntimeException e) {
      LOG.error("a request failed that should not", e);
      return Reply.problem(500, "this program made a mistake: its log says more");
    }
  }
}
