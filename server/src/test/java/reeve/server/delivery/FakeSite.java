package reeve.server.delivery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Somebody else's server, which may behave as badly as it likes. */
final class FakeSite implements AutoCloseable {
  /** The name that its certificate is for. */
  static final String NAME = "hooks.example";

  private static final char[] PASSWORD = "fictional".toCharArray();

  /** What it does with a request. */
  @FunctionalInterface
  interface Conduct {
    void answer(OutputStream out) throws Exception;
  }

  private final ServerSocket listener;
  private final Conduct conduct;
  private final List<String> heads = new CopyOnWriteArrayList<>();

  private FakeSite(ServerSocket listener, Conduct conduct) {
    this.listener = listener;
    this.conduct = conduct;
    Thread.ofVirtual().start(this::listen);
  }

  static FakeSite at(String address, Conduct conduct) throws IOException {
    return new FakeSite(new ServerSocket(0, 50, InetAddress.ofLiteral(address)), conduct);
  }

  static FakeSite trusted(SSLContext tls, Conduct conduct) throws IOException {
    return new FakeSite(
        tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")),
        conduct);
  }

  /** Says a status, and that is all. */
  static Conduct says(String statusAndHeaders) {
    return out ->
        out.write(
            ("HTTP/1.1 " + statusAndHeaders + "\r\nContent-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The heads of the requests that came. */
  List<String> heads() {
    return heads;
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

  private void serve(Socket socket) {
    try (socket) {
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      var head = new StringBuilder();
      int length = 0;
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        head.append(line).append('\n');
        if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
          length = Integer.parseInt(line.substring(15).strip());
        }
      }
      if (head.isEmpty()) {
        return;
      }
      var body = new char[length];
      for (int at = 0; at < length; ) {
        int read = in.read(body, at, length - at);
        if (read < 0) {
          break;
        }
        at += read;
      }
      heads.add(head.append('\n').append(body).toString());
      conduct.answer(socket.getOutputStream());
      socket.getOutputStream().flush();
    } catch (Exception e) {
      // The caller went away.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  /** Keys for {@link #NAME} that trust themselves. */
  static SSLContext keys(Path dir) throws Exception {
    Path file = dir.resolve("site.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "site",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + NAME,
                "-ext",
                "SAN=dns:" + NAME,
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .start();
    keytool.getInputStream().readAllBytes();
    if (keytool.waitFor() != 0) {
      throw new IllegalStateException("keytool failed");
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    var keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD);
    var trust = TrustManagerFactory.getInstance("PKIX");
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("site", store.getCertificate("site"));
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return tls;
  }
}
