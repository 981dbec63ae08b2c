package reeve.server.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import reeve.server.ServerTest;
import reeve.server.TestDesk;
import reeve.server.platform.Refused;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

@ServerTest
final class ReportApiIT {
  @Autowired private MockMvc mvc;
  @Autowired private ApiKeys keys;
  @Autowired private TestDesk desk;
  private final String platform = "p" + UUID.randomUUID().toString().substring(0, 18);
  private Member administrator;
  private String key;

  @BeforeEach
  void aKey() {
    administrator = desk.newMember(Role.ADMINISTRATOR);
    key =
        keys.create(
            "a test", platform, Set.of(ApiKeys.May.REPORT, ApiKeys.May.READ), administrator);
  }

  private ResultActions send(String with, byte[] body) throws Exception {
    return mvc.perform(
        post("/api/v1/reports")
            .header("Authorization", "Bearer " + with)
            .contentType(MediaType.APPLICATION_JSON)
            .content(body));
  }

  private ResultActions send(String body) throws Exception {
    return send(key, body.getBytes(StandardCharsets.UTF_8));
  }

  private static String report(String id, String subject) {
    return """
    {"id": "%s", "reporter": {"id": "r1"}, "subject": {"id": "%s", "handle": "mallory"},
     "posts": [{"id": "p1", "text": "Join the Crimson Dawn"}], "rules": ["violent-extremism"],
     "comment": "Please look."}
    """
        .formatted(id, subject);
  }

  private ResultActions read(String query) throws Exception {
    return mvc.perform(get("/api/v1/cases?" + query).header("Authorization", "Bearer " + key));
  }

  @Test
  void aReportOfAnotherPlatformBecomesACaseOnce() throws Exception {
    send(report("1", "m1"))
        .andExpect(status().isCreated())
        .andExpect(jsonPath("$.known").value(false));
    send(report("1", "m1")).andExpect(status().isOk()).andExpect(jsonPath("$.known").value(true));
    send(report("1", "m2"))
        .andExpect(status().isConflict())
        .andExpect(jsonPath("$.type").value("urn:reeve:problem:intake:id-reused"));
    read("subject=m1&report=1")
        .andExpect(jsonPath("$.cases[0].queue").value("violent-extremism"))
        .andExpect(jsonPath("$.cases[0].reports").value(1))
        .andExpect(jsonPath("$.cases[0].contains").value(true));
    read("subject=m2").andExpect(jsonPath("$.cases").isEmpty());
    String other =
        keys.create("other", "q" + platform.substring(1), Set.of(ApiKeys.May.READ), administrator);
    mvc.perform(get("/api/v1/cases?subject=m1").header("Authorization", "Bearer " + other))
        .andExpect(jsonPath("$.cases").isEmpty());
  }

  @Test
  void manyAtOnceAreEachStored() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> all = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String body = report("many-" + i, "busy").replace("\"r1\"", "\"r" + i + "\"");
        all.add(() -> send(body).andReturn().getResponse().getStatus());
      }
      for (var answer : threads.invokeAll(all)) {
        assertThat(answer.get()).isEqualTo(201);
      }
    }
    read("subject=busy").andExpect(jsonPath("$.cases[0].reports").value(40));
  }

  @Test
  void whatCannotBeTakenIsRefusedWithTheReason() throws Exception {
    refused("{\"id\": \"x\", ", 400, "not-json");
    refused("null", 400, "not-json");
    send(key, new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'})
        .andExpect(status().isBadRequest());
    refused("[1]", 422, "invalid-report");
    refused("{\"id\": \"x\"}", 422, "invalid-report");
    refused("{\"subject\": {\"id\": \"a\", \"handle\": \"h\"}}", 422, "invalid-report");
    refused(report("", "a"), 422, "invalid-report");
    refused(report("x", "a".repeat(201)), 422, "invalid-report");
    refused(report("x", "a").replace("Please look.", "x".repeat(1001)), 422, "invalid-report");
    refused(
        report("x", "a").replace("\"rules\": [", "\"category\": \"bad\", \"rules\": ["),
        422,
        "invalid-report");
    refused("{\"id\": \"" + "x".repeat(300_000) + "\"}", 413, "too-large");
    read("subject=" + "a".repeat(300)).andExpect(status().isBadRequest());
    read("").andExpect(status().isBadRequest());
  }

  private void refused(String body, int status, String why) throws Exception {
    send(body)
        .andExpect(status().is(status))
        .andExpect(jsonPath("$.type").value("urn:reeve:problem:intake:" + why))
        .andExpect(jsonPath("$.detail").isNotEmpty());
  }

  @Test
  void anyTextIsTaken() throws Exception {
    for (String naughty :
        List.of(
            "\\u0000",
            "\\ud800",
            "<script>alert(1)</script>",
            "'; drop table cases; --",
            "﷽",
            "\\u202e")) {
      String id = UUID.randomUUID().toString();
      send(report(id, "n-" + id)
              .replace("Please look.", naughty)
              .replace("Join the Crimson Dawn", naughty))
          .andExpect(status().isCreated());
    }
  }

  @Test
  void aKeyOpensOnlyWhatItWasMadeFor() throws Exception {
    String reader = keys.create("reader", platform, Set.of(ApiKeys.May.READ), administrator);
    send(reader, report("1", "a").getBytes(StandardCharsets.UTF_8))
        .andExpect(status().isForbidden());
    String reporter = keys.create("reporter", platform, Set.of(ApiKeys.May.REPORT), administrator);
    mvc.perform(get("/api/v1/cases?subject=a").header("Authorization", "Bearer " + reporter))
        .andExpect(status().isForbidden());
    send("reeve_wrong", report("1", "a").getBytes(StandardCharsets.UTF_8))
        .andExpect(status().isUnauthorized());
    UUID id =
        keys.all().stream()
            .filter(row -> row.name().equals("reporter") && row.platform().equals(platform))
            .findFirst()
            .orElseThrow()
            .id();
    keys.revoke(id, administrator);
    send(reporter, report("1", "a").getBytes(StandardCharsets.UTF_8))
        .andExpect(status().isUnauthorized());
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> keys.create("square", "square", Set.of(ApiKeys.May.REPORT), administrator))
        .isInstanceOf(Refused.class);
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> keys.create("square", "square", Set.of(ApiKeys.May.EVENTS), administrator))
        .isInstanceOf(Refused.class);
  }

  @Test
  void theApiDescribesItself() throws Exception {
    mvc.perform(get("/api/openapi"))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.info.title").value("Reeve"))
        .andExpect(jsonPath("$.components.securitySchemes.key.scheme").value("bearer"))
        .andExpect(jsonPath("$.paths['/api/v1/reports'].post.requestBody.required").value(true))
        .andExpect(
            jsonPath("$.components.schemas.ReportRequest.properties.comment.maxLength")
                .value(1000));
  }
}
