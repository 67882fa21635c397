package org.chemxor.service.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.chemxor.core.Network;
import org.chemxor.fhe.FheModel;
import org.chemxor.service.TestModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server ends when it is told to, whatever its clients leave open. */
@Timeout(60)
class ShutdownTest {
  private static final Network NETWORK = TestModels.network("small", 1);

  @TempDir private Path folder;

  @Test
  void unfinishedRequestsAreCutOffAndAreNoFault() throws Exception {
    try (FheModel model = TestModels.wrap(NETWORK);
        ClientBytes bytes = new ClientBytes(model)) {
      ModelServer server = start(model);
      try (Socket half = send(server, putHead(bytes));
          Socket silent = send(server, "")) {
        awaitBodyIsRead(half);
        half.getOutputStream().write("half of it".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(silent.isConnected()).isTrue();
        assertThatCode(server::close).doesNotThrowAnyException();
        assertThatThrownBy(
                () -> new Socket(InetAddress.getLoopbackAddress(), server.port()).close())
            .isInstanceOf(IOException.class);
      }
    }
  }

  /** The server says that it goes on when it begins to read a body. */
  private static void awaitBodyIsRead(Socket socket) throws IOException {
    byte[] start = socket.getInputStream().readNBytes("HTTP/1.1 100".length());
    assertThat(new String(start, StandardCharsets.ISO_8859_1)).isEqualTo("HTTP/1.1 100");
  }

  private ModelServer start(FheModel model) throws IOException {
    return ModelServer.of(model)
        .port(0)
        .keysFolder(folder.resolve("keys"))
        .limits(ServerLimits.builder().shutdownTimeout(Duration.ofMillis(300)).build())
        .start();
  }

  private static String putHead(ClientBytes bytes) {
    return "PUT "
        + bytes.keysPath()
        + " HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: "
        + bytes.keys().length
        + "\r\n\r\n";
  }

  private static Socket send(ModelServer server, String text) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return socket;
  }
}
