package reeve.server.delivery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A mail server of somebody else's (RFC 5321, 3207, 4954), as far as a sender notices. */
final class FakeSmtp implements AutoCloseable {
  private final ServerSocket listener;
  private final @Nullable SSLContext tls;
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final List<String> mails = new CopyOnWriteArrayList<>();
  private volatile String toRecipient = "250 yes";
  private volatile boolean mute;

  /**
   * A server at 127.0.0.1.
   *
   * @param tls what it closes the line with; null for a server that cannot
   */
  FakeSmtp(@Nullable SSLContext tls) throws IOException {
    this.listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    this.tls = tls;
    Thread.ofVirtual().start(this::listen);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** What it answers to each recipient. */
  void answers(String line) {
    toRecipient = line;
  }

  void falls(boolean silent) {
    mute = silent;
  }

  /** Every line of a sender but the mails, marked with ! where the line was open. */
  List<String> said() {
    return said;
  }

  List<String> mails() {
    return mails;
  }

  private void listen() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket first) {
    try (Socket open = first) {
      Socket socket = open;
      if (mute) {
        open.getInputStream().read();
        Thread.sleep(60_000);
      }
      say(socket, "220 mail.example");
      BufferedReader in = reader(socket);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        said.add((socket instanceof SSLSocket ? "" : "!") + line);
        String word = line.split(" ")[0].toUpperCase(Locale.ROOT);
        switch (word) {
          case "EHLO" -> {
            boolean offers = tls != null && !(socket instanceof SSLSocket);
            say(socket, "250-mail.example");
            say(socket, offers ? "250 STARTTLS" : "250 AUTH PLAIN");
          }
          case "STARTTLS" -> {
            say(socket, "220 go ahead");
            var closed =
                (SSLSocket)
                    tls.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
            closed.setUseClientMode(false);
            closed.startHandshake();
            socket = closed;
            in = reader(socket);
          }
          case "AUTH" -> say(socket, "235 you are");
          case "RCPT" -> say(socket, toRecipient);
          case "DATA" -> {
            say(socket, "354 go on");
            var mail = new StringBuilder();
            for (String part = in.readLine(); !".".equals(part); part = in.readLine()) {
              mail.append(part).append('\n');
            }
            mails.add(mail.toString());
            say(socket, "250 taken");
          }
          case "QUIT" -> {
            say(socket, "221 bye");
            return;
          }
          default -> say(socket, "250 fine");
        }
      }
    } catch (IOException | InterruptedException e) {
      // The sender went away.
    }
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  private static void say(Socket socket, String line) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
