package reeve.square.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import reeve.square.base.Fault;
import reeve.square.base.Refusal;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads {@link Params}. Bodies are bounded, and their UTF-8 must be right. */
@Component
final class ParamsReader implements HandlerMethodArgumentResolver {
  /** The most bytes of a body that is no upload. */
  static final int MOST_BYTES = 64 << 10;

  private static final int MOST_VALUES = 1000;

  private final JsonMapper json;

  ParamsReader(JsonMapper json) {
    this.json = json;
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Params.class;
  }

  @Override
  public Object resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest web,
      @Nullable WebDataBinderFactory binders)
      throws IOException {
    var request = web.getNativeRequest(HttpServletRequest.class);
    if (request == null) {
      throw new IllegalStateException("no servlet request");
    }
    var values = new LinkedHashMap<String, List<String>>();
    form(request.getQueryString(), values);
    var multipart = web.getNativeRequest(MultipartHttpServletRequest.class);
    if (multipart != null) {
      Map<String, MultipartFile> files = multipart.getFileMap();
      multipart
          .getParameterMap()
          .forEach((name, all) -> values.put(bare(name), new ArrayList<>(List.of(all))));
      return new Params(values, files);
    }
    body(request, values);
    return new Params(values, Map.of());
  }

  private void body(HttpServletRequest request, Map<String, List<String>> values)
      throws IOException {
    if (request.getContentLengthLong() > MOST_BYTES) {
      throw tooLarge();
    }
    String type = request.getContentType();
    byte[] bytes = read(request);
    if (bytes.length == 0) {
      return;
    }
    MediaType media = type == null ? MediaType.APPLICATION_OCTET_STREAM : mediaType(type);
    if (MediaType.APPLICATION_JSON.isCompatibleWith(media)) {
      tree(bytes, values);
    } else if (MediaType.APPLICATION_FORM_URLENCODED.isCompatibleWith(media)) {
      form(utf8(bytes), values);
    } else {
      throw new Refusal(
          Fault.UNSUPPORTED_TYPE,
          "Send application/json, application/x-www-form-urlencoded or multipart/form-data.");
    }
  }

  private static MediaType mediaType(String type) {
    try {
      return MediaType.parseMediaType(type);
    } catch (InvalidMediaTypeException e) {
      throw new Refusal(Fault.MALFORMED, "The Content-Type cannot be read.");
    }
  }

  private static byte[] read(HttpServletRequest request) throws IOException {
    byte[] bytes = request.getInputStream().readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw tooLarge();
    }
    return bytes;
  }

  private static Refusal tooLarge() {
    return new Refusal(Fault.TOO_LARGE, "A request has at most 64 KiB.");
  }

  private void tree(byte[] bytes, Map<String, List<String>> values) {
    JsonNode root;
    try {
      root = json.readTree(utf8(bytes));
    } catch (JacksonException e) {
      throw new Refusal(Fault.MALFORMED, "The body is not JSON.");
    }
    if (!root.isObject()) {
      throw new Refusal(Fault.MALFORMED, "The body is JSON but no object.");
    }
    root.properties().forEach(entry -> flatten(entry.getKey(), entry.getValue(), values));
  }

  private static void flatten(String name, JsonNode node, Map<String, List<String>> values) {
    if (node.isNull()) {
      return;
    }
    if (node.isObject()) {
      node.properties()
          .forEach(entry -> flatten(name + "[" + entry.getKey() + "]", entry.getValue(), values));
    } else if (node.isArray()) {
      values.putIfAbsent(name, new ArrayList<>());
      int i = 0;
      for (JsonNode item : node) {
        flatten(item.isContainer() ? name + "[" + i++ + "]" : name, item, values);
      }
    } else {
      add(values, name, node.asString());
    }
  }

  private static void form(@Nullable String text, Map<String, List<String>> values) {
    if (text == null) {
      return;
    }
    for (String pair : text.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        add(values, decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
      }
    }
  }

  private static void add(Map<String, List<String>> values, String name, String value) {
    List<String> all = values.computeIfAbsent(bare(name), n -> new ArrayList<>());
    all.add(value);
    if (values.size() > MOST_VALUES || all.size() > MOST_VALUES) {
      throw new Refusal(Fault.TOO_LARGE, "A request has at most 1,000 parameters.");
    }
  }

  private static String bare(String name) {
    return name.endsWith("[]") ? name.substring(0, name.length() - 2) : name;
  }

  /** Percent-decoding (RFC 3986) that refuses what is no UTF-8. */
  private static String decode(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    var bytes = new ByteArrayOutputStream(text.length());
    byte[] given = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < given.length; i++) {
      byte b = given[i];
      if (b == '+') {
        bytes.write(' ');
      } else if (b != '%') {
        bytes.write(b);
      } else {
        int high = i + 2 < given.length ? Character.digit(given[i + 1], 16) : -1;
        int low = high < 0 ? -1 : Character.digit(given[i + 2], 16);
        if (low < 0) {
          throw new Refusal(Fault.MALFORMED, "A % in the request is not followed by two digits.");
        }
        bytes.write(high << 4 | low);
        i += 2;
      }
    }
    byte[] decoded = bytes.toByteArray();
    return utf8(decoded);
  }

  private static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new Refusal(Fault.MALFORMED, "The request is not UTF-8.");
    }
  }
}
