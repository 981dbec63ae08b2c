package reeve.server.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.ssl.TLS;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import reeve.server.delivery.NoAnswer.Why;

/** Calls through Apache HttpClient, each on a connection of its own. */
@Component
final class Calls implements Outside, DisposableBean {
  private static final Timeout TO_CONNECT = Timeout.ofSeconds(10);
  private static final Timeout LONGEST_SILENCE = Timeout.ofMinutes(2);
  private static final int AT_ONCE = 64;
  private static final int AT_ONCE_PER_HOST = 16;
  private static final int LONGEST_LINE = 16 << 10;
  private static final int MOST_HEADERS = 100;

  /** Under which name a call's progress stands in its context. */
  private static final String PROGRESS = "reeve.progress";

  private final Gate gate;
  private final CloseableHttpClient http;

  /** How far a call is. Once it is late, nothing is sent any more. */
  private enum Progress {
    NOTHING_SENT,
    SENDING,
    LATE
  }

  @Autowired
  Calls(DeliverySettings settings) throws NoSuchAlgorithmException {
    this(
        new Gate(settings.allowedHosts(), settings.allowedNetworks(), InetAddress::getAllByName),
        SSLContext.getDefault());
  }

  Calls(Gate gate, SSLContext tls) {
    this.gate = gate;
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setDnsResolver(resolver(gate))
            .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls))
            .setConnectionFactory(
                ManagedHttpClientConnectionFactory.builder()
                    .http1Config(
                        Http1Config.custom()
                            .setMaxLineLength(LONGEST_LINE)
                            .setMaxHeaderCount(MOST_HEADERS)
                            .build())
                    .build())
            .setDefaultTlsConfig(
                TlsConfig.custom()
                    .setHandshakeTimeout(TO_CONNECT)
                    .setSupportedProtocols(TLS.V_1_3, TLS.V_1_2)
                    .build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(TO_CONNECT)
                    .setSocketTimeout(LONGEST_SILENCE)
                    .build())
            .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(LONGEST_SILENCE).build())
            .setMaxConnTotal(AT_ONCE)
            .setMaxConnPerRoute(AT_ONCE_PER_HOST)
            .build();
    this.http =
        HttpClients.custom()
            .setConnectionManager(connections)
            .setConnectionReuseStrategy((request, response, context) -> false)
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionRequestTimeout(TO_CONNECT)
                    .setRedirectsEnabled(false)
                    .setAuthenticationEnabled(false)
                    .setProtocolUpgradeEnabled(false)
                    .build())
            .addExecInterceptorLast(
                "late",
                (request, scope, chain) -> {
                  if (!begins(scope.clientContext)) {
                    throw new IOException("late");
                  }
                  return chain.proceed(request, scope);
                })
            .setUserAgent("Reeve")
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .build();
  }

  @Override
  public Answer call(Ask ask) throws NoAnswer {
    URI to = ask.to();
    requireAddress(to, ask.plain());
    var request = new HttpUriRequestBase(ask.method(), to);
    ask.headers().forEach(request::setHeader);
    byte[] body = ask.body();
    if (body != null) {
      // The type stands among the headers.
      request.setEntity(new ByteArrayEntity(body, null));
    }
    var progress = new AtomicReference<>(Progress.NOTHING_SENT);
    var call = new FutureTask<Answer>(() -> exchange(request, progress, ask.most()));
    Thread.ofVirtual().name("outside").start(call);
    try {
      return call.get(ask.within().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw noAnswer(to, e.getCause(), progress.get() == Progress.SENDING);
    } catch (TimeoutException e) {
      throw brokenOff(
          to, request, progress, "did not answer within " + ask.within().toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw brokenOff(to, request, progress, "had not answered when the server stopped");
    }
  }

  private void requireAddress(URI to, boolean plain) throws NoAnswer {
    String scheme = String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT);
    String host = to.getHost();
    if (host == null
        || to.getPort() > 65_535
        || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new NoAnswer(
          Why.BAD_ADDRESS,
          false,
          "An address is https:// with the name of a host, in ASCII, and a path.");
    }
    if (to.getRawUserInfo() != null) {
      throw new NoAnswer(Why.BAD_ADDRESS, false, "An address holds no user name and no password.");
    }
    if (scheme.equals("http") && !plain && !gate.lists(host)) {
      throw new NoAnswer(
          Why.BAD_ADDRESS,
          false,
          host
              + " is called without TLS: write https://, or list it in"
              + " server.delivery.allowed-hosts.");
    }
  }

  private Answer exchange(HttpUriRequestBase request, AtomicReference<Progress> progress, int most)
      throws IOException {
    var context = HttpClientContext.create();
    context.setAttribute(PROGRESS, progress);
    // Not the form with a handler: that reads an endless body to its end.
    try (ClassicHttpResponse response = http.executeOpen(null, request, context)) {
      HttpEntity entity = response.getEntity();
      byte[] body = new byte[0];
      boolean cut = false;
      if (entity != null) {
        InputStream in = entity.getContent();
        body = in.readNBytes(most);
        cut = body.length == most && in.read() >= 0;
      }
      if (cut) {
        request.cancel();
      }
      return new Answer(response.getCode(), headers(response), body, cut);
    }
  }

  private static Map<String, String> headers(ClassicHttpResponse response) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : response.getHeaders()) {
      String value = header.getValue();
      headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), value == null ? "" : value);
    }
    return headers;
  }

  private static boolean begins(HttpClientContext context) {
    return context.getAttribute(PROGRESS) instanceof AtomicReference<?> it && begun(it);
  }

  @SuppressWarnings("unchecked") // This class alone puts it there.
  private static boolean begun(AtomicReference<?> progress) {
    return ((AtomicReference<Progress>) progress)
        .compareAndSet(Progress.NOTHING_SENT, Progress.SENDING);
  }

  private static NoAnswer brokenOff(
      URI to, HttpUriRequestBase request, AtomicReference<Progress> progress, String what) {
    boolean sending = !progress.compareAndSet(Progress.NOTHING_SENT, Progress.LATE);
    request.cancel();
    return new NoAnswer(Why.TOO_SLOW, sending, to.getHost() + " " + what + ".");
  }

  private static NoAnswer noAnswer(URI to, @Nullable Throwable cause, boolean sending) {
    String host = to.getHost();
    return switch (cause) {
      case Gate.Closed closed ->
          new NoAnswer(Why.NOT_PUBLIC, false, String.valueOf(closed.getMessage()));
      case UnknownHostException _ ->
          new NoAnswer(Why.NO_SUCH_HOST, false, "No address is known for " + host + ".");
      case ConnectTimeoutException _ ->
          new NoAnswer(Why.NO_CONNECTION, false, host + " did not take the connection in time.");
      case HttpHostConnectException _ ->
          new NoAnswer(Why.NO_CONNECTION, false, host + " did not take the connection.");
      case SSLException _ when !sending ->
          new NoAnswer(
              Why.NOT_TRUSTED,
              false,
              host + " showed no certificate for its name that is trusted here.");
      case null, default ->
          new NoAnswer(
              sending ? Why.BROKEN : Why.NO_CONNECTION,
              sending,
              "The connection with " + host + " broke off.");
    };
  }

  private static DnsResolver resolver(Gate gate) {
    return new DnsResolver() {
      @Override
      public InetAddress[] resolve(String host) throws UnknownHostException {
        return gate.pass(host);
      }

      @Override
      public String resolveCanonicalHostname(String host) {
        return host;
      }
    };
  }

  @Override
  public void destroy() throws IOException {
    http.close();
  }
}
