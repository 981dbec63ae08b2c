package reeve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import reeve.server.staff.Role;
import reeve.server.staff.TestKeys;

/**
 * Every endpoint of the server against everybody who may come. What is expected stands in {@code
 * endpoints.txt}; an endpoint without a row fails, and so does a row without an endpoint.
 */
@ServerTest
final class EndpointMatrixIT {
  /** Who comes. A forged request is one of an administrator with a wrong CSRF token. */
  private enum Visitor {
    ANONYMOUS,
    KEY,
    GUEST,
    REVIEWER,
    LEAD,
    ADMINISTRATOR,
    FORGED,
    LEGAL
  }

  /** The word of a row that tells of reviewers. */
  private static final int REVIEWERS = 5;

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  @Autowired private MockMvc mvc;
  @Autowired private TestDesk desk;
  @Autowired private JdbcClient jdbc;

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  private RequestMappingHandlerMapping mapping;

  @Test
  void everyEndpointLetsInWhomItShouldAndNobodyElse() throws Exception {
    Map<String, String> expected = expected();
    Map<String, String> found = new TreeMap<>();
    String key = TestKeys.make(jdbc);
    for (String endpoint : endpoints()) {
      found.put(endpoint, row(endpoint, key));
    }
    assertThat(print(found)).isEqualTo(print(expected));
  }

  private String row(String endpoint, String key) throws Exception {
    Map<Visitor, String> answers = new EnumMap<>(Visitor.class);
    for (Visitor visitor : Visitor.values()) {
      boolean safe = SAFE.contains(endpoint.substring(0, endpoint.indexOf(' ')));
      answers.put(visitor, visitor == Visitor.FORGED && safe ? "-" : visit(endpoint, visitor, key));
    }
    return String.join(" ", answers.values());
  }

  /** {@code in} when the endpoint's code ran, else how the visitor was turned away. */
  private String visit(String endpoint, Visitor visitor, String key) throws Exception {
    String[] parts = endpoint.split(" ", 2);
    String path =
        parts[1]
            .replaceAll("\\{\\w+:[^/]*\\{64}}", "0".repeat(64))
            .replaceAll("\\{\\w+:[^/]*}", "1")
            .replaceAll("\\{\\w+}", "00000000-0000-4000-8000-000000000000");
    MockHttpServletRequestBuilder request = request(HttpMethod.valueOf(parts[0]), URI.create(path));
    switch (visitor) {
      case ANONYMOUS -> request.with(csrf());
      case KEY -> request.header("Authorization", "Bearer " + key);
      case GUEST -> request.session(guest()).with(csrf());
      case REVIEWER -> request.session(desk.session(Role.REVIEWER)).with(csrf());
      case LEAD -> request.session(desk.session(Role.LEAD)).with(csrf());
      case ADMINISTRATOR -> request.session(desk.session(Role.ADMINISTRATOR)).with(csrf());
      case FORGED ->
          request.session(desk.session(Role.ADMINISTRATOR)).with(csrf().useInvalidToken());
      case LEGAL -> request.session(desk.session(Role.LEGAL)).with(csrf());
    }
    MvcResult result = mvc.perform(request).andReturn();
    if (result.getHandler() != null) {
      return "in";
    }
    String to = result.getResponse().getRedirectedUrl();
    return to != null && to.startsWith("/sign-in")
        ? "sign-in"
        : Integer.toString(result.getResponse().getStatus());
  }

  private MockHttpSession guest() {
    return desk.session(Role.GUEST);
  }

  private Set<String> endpoints() {
    Set<String> endpoints = new TreeSet<>();
    mapping
        .getHandlerMethods()
        .forEach((info, method) -> {
          if (method.getBeanType().getPackageName().startsWith("reeve.")) {
            endpoints.addAll(endpoints(info));
          }
        });
    return endpoints;
  }

  private static List<String> endpoints(RequestMappingInfo info) {
    List<String> endpoints = new ArrayList<>();
    Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
    for (String path : info.getPatternValues()) {
      // Whatever takes every method is asked with the one that needs no token.
      if (methods.isEmpty()) {
        endpoints.add("GET " + path);
      }
      methods.forEach(method -> endpoints.add(method + " " + path));
    }
    return endpoints;
  }

  private static Map<String, String> expected() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    try (var file = EndpointMatrixIT.class.getResourceAsStream("/endpoints.txt")) {
      for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] words = line.strip().split("\\s+");
          List<String> row = new ArrayList<>(List.of(words));
          if (row.size() == 1 + Visitor.values().length) {
            row.add(words[REVIEWERS]);
          }
          assertThat(row).as(line).hasSize(2 + Visitor.values().length);
          rows.put(words[0] + " " + words[1], String.join(" ", row.subList(2, row.size())));
        }
      }
    }
    return rows;
  }

  private static String print(Map<String, String> rows) {
    var text = new StringBuilder();
    rows.forEach((endpoint, row) -> text.append(line(endpoint, row)).append('\n'));
    return text.toString();
  }

  private static String line(String endpoint, String row) {
    String[] parts = endpoint.split(" ", 2);
    var line = new StringBuilder("%-6s %-44s".formatted(parts[0], parts[1]));
    for (String word : row.split(" ", -1)) {
      line.append(" %-8s".formatted(word));
    }
    return line.toString().stripTrailing();
  }
}
