package reeve.server.staff;

import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Where a request comes from. */
final class TestRequests {
  private TestRequests() {}

  static RequestPostProcessor from(String address) {
    return request -> {
      request.setRemoteAddr(address);
      return request;
    };
  }
}
