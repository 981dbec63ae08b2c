package reeve.server.staff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import reeve.server.platform.ServerSettings;

final class TrustedProxyTest {
  private static MockHttpServletRequest request(String peer, String forwardedFor) {
    var request = new MockHttpServletRequest();
    request.setRemoteAddr(peer);
    request.addHeader("X-Forwarded-For", forwardedFor);
    request.addHeader("X-Forwarded-Proto", "https");
    return request;
  }

  private static jakarta.servlet.http.HttpServletRequest through(
      MockHttpServletRequest request, String... trusted) throws Exception {
    var chain = new MockFilterChain();
    new TrustedProxy(new ServerSettings(false, "http://127.0.0.1:8080", List.of(trusted)))
        .doFilter(request, new MockHttpServletResponse(), chain);
    return (jakarta.servlet.http.HttpServletRequest) chain.getRequest();
  }

  @Test
  void anybodysHeaderIsNotBelieved() throws Exception {
    var seen = through(request("192.0.2.1", "127.0.0.1"));
    assertThat(seen.getRemoteAddr()).isEqualTo("192.0.2.1");
    assertThat(seen.isSecure()).isFalse();
    assertThat(TrustedProxy.isFromThisMachine(seen)).isFalse();
  }

  @Test
  void aProxyThatNobodyNamedMakesNobodyLocal() throws Exception {
    var seen = through(request("127.0.0.1", "203.0.113.9"));
    assertThat(TrustedProxy.isFromThisMachine(seen)).isFalse();
  }

  @Test
  void theNamedProxysWordHoldsForTheLastAddressOnly() throws Exception {
    var seen = through(request("10.0.0.2", "127.0.0.1, 203.0.113.9, 10.0.0.3"), "10.0.0.0/8");
    assertThat(seen.getRemoteAddr()).isEqualTo("203.0.113.9");
    assertThat(seen.isSecure()).isTrue();
    assertThat(TrustedProxy.isFromThisMachine(seen)).isFalse();
    assertThat(through(request("10.0.0.2", "1.1.1.1, junk!"), "10.0.0.0/8").getRemoteAddr())
        .isEqualTo("10.0.0.2");
  }
}
