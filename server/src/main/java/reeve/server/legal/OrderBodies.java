package reeve.server.legal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;
import reeve.server.platform.Refused;

/** Bounds what a program hands in as one order, before any of it is read as JSON. */
@ControllerAdvice(assignableTypes = {OrderApi.class, HoldApi.class, DisclosureApi.class})
final class OrderBodies extends RequestBodyAdviceAdapter {
  /** Bytes: twice what an order with the most and longest posts has. */
  static final int MOST = 2 << 20;

  @Override
  public boolean supports(
      MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
    return true;
  }

  @Override
  public HttpInputMessage beforeBodyRead(
      HttpInputMessage message,
      MethodParameter parameter,
      Type type,
      Class<? extends HttpMessageConverter<?>> converter)
      throws IOException {
    byte[] body = message.getBody().readNBytes(MOST + 1);
    if (body.length > MOST) {
      throw new Refused(
          LegalProblem.TOO_LARGE, "An order has 2 MiB at the most. Hand the rest in as another.");
    }
    return new Read(message.getHeaders(), new ByteArrayInputStream(body));
  }

  /** What was read. */
  private record Read(HttpHeaders headers, InputStream body) implements HttpInputMessage {
    @Override
    public InputStream getBody() {
      return body;
    }

    @Override
    public HttpHeaders getHeaders() {
      return headers;
    }
  }
}
