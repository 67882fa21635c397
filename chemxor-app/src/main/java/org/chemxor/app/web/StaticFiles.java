package org.chemxor.app.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of the page, by a fixed list of addresses: no address is turned into a path. */
final class StaticFiles {
  static final String EDITOR_LIBRARY = "/editor/openchemlib.js";

  private static final String ROOT = "/org/chemxor/app/page";
  private static final String HTML = "text/html; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final List<String> SCRIPTS =
      List.of(
          "/js/api.js",
          "/js/dom.js",
          "/js/editor.js",
          "/js/input.js",
          "/js/learns.js",
          "/js/main.js",
          "/js/molecule.js",
          "/js/runs.js",
          "/js/table.js",
          "/js/words.js",
          "/editor/frame.js",
          EDITOR_LIBRARY);

  private final Map<String, StaticFile> files = new LinkedHashMap<>();

  /**
   * A file.
   *
   * @param type of its content
   * @param bytes its content
   */
  record StaticFile(String type, byte[] bytes) {}

  StaticFiles() {
    add("/", "/index.html", HTML);
    add("/app.css", "/app.css", "text/css; charset=utf-8");
    add("/icon.svg", "/icon.svg", "image/svg+xml");
    add("/openapi.json", "/openapi.json", "application/json");
    add("/editor/frame.html", "/editor/frame.html", HTML);
    SCRIPTS.forEach(script -> add(script, script, SCRIPT));
  }

  /** The editor is not there where the build could not get it. */
  private void add(String address, String resource, String type) {
    try (InputStream in = StaticFiles.class.getResourceAsStream(ROOT + resource)) {
      if (in != null) {
        files.put(address, new StaticFile(type, in.readAllBytes()));
      } else if (!address.equals(EDITOR_LIBRARY)) {
        throw new IllegalStateException("the page's file " + resource + " is missing");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the page's file " + resource + " cannot be read", e);
    }
  }

  Optional<StaticFile> find(String address) {
    return Optional.ofNullable(files.get(address));
  }

  boolean hasEditor() {
    return files.containsKey(EDITOR_LIBRARY);
  }
}
