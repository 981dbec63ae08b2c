package reeve.server.staff;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.FakePlatform;
import reeve.server.ServerTest;
import reeve.server.TestDesk;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;

@ServerTest
final class RecordPagesIT {
  @Autowired private MockMvc mvc;
  @Autowired private TestDesk desk;
  @Autowired private FakePlatform platform;
  @Autowired private Records records;
  @Autowired private TransactionTemplate transaction;

  @Test
  void aLeadFindsWhatHappenedToAnAccountWhateverStandsInIt() throws Exception {
    var account = platform.newAccount();
    Member member = desk.newMember(Role.REVIEWER);
    String nasty = "<script>alert(1)</script> \u202e مرحبا %s ${7*7} [[7*7]]";
    transaction.executeWithoutResult(t -> {
      for (int i = 0; i < 60; i++) {
        records.append(
            new Entry(
                new Kind("tests.page", 1),
                account,
                member.id().actor(),
                null,
                Map.of("n", i),
                Map.of("text", nasty)));
      }
    });
    var session = desk.session(Role.LEAD);
    mvc.perform(get("/records").param("subject", account.nativeId()).session(session))
        .andExpect(status().isOk())
        .andExpect(content().string(containsString("n: 59")))
        .andExpect(content().string(not(containsString("n: 9<"))))
        .andExpect(content().string(containsString("Older")))
        .andExpect(content().string(containsString("&lt;script&gt;alert(1)")))
        .andExpect(content().string(containsString("${7*7} [[7*7]]")))
        .andExpect(content().string(containsString(member.name())));
    mvc.perform(
            get("/records").param("kind", "tests.").param("actor", member.name()).session(session))
        .andExpect(content().string(containsString("n: 59")));
    mvc.perform(
            get("/records").param("kind", "tests.other").param("actor", "\u0000'").session(session))
        .andExpect(content().string(containsString("Nothing fits")));
    mvc.perform(get("/records").param("kind", "staff.records-read").session(session))
        .andExpect(content().string(containsString("tests.other")));
  }

  @Test
  void healthIsOpenAndFiguresOfTheMachineAreForThisMachineOrAnAdministrator() throws Exception {
    mvc.perform(get("/health").with(TestRequests.from("192.0.2.1")))
        .andExpect(status().isOk())
        .andExpect(content().json("{\"status\":\"UP\"}"))
        .andExpect(content().string(not(containsString("components"))));
    mvc.perform(get("/metrics"))
        .andExpect(status().isOk())
        .andExpect(content().string(containsString("jvm_memory_used_bytes")));
    mvc.perform(get("/metrics").with(TestRequests.from("192.0.2.1")))
        .andExpect(status().is3xxRedirection());
    mvc.perform(get("/metrics").header("X-Forwarded-For", "192.0.2.1"))
        .andExpect(status().is3xxRedirection());
    mvc.perform(
            get("/metrics").with(TestRequests.from("192.0.2.1")).session(desk.session(Role.LEAD)))
        .andExpect(status().isForbidden());
    mvc.perform(
            get("/metrics")
                .with(TestRequests.from("192.0.2.1"))
                .session(desk.session(Role.ADMINISTRATOR)))
        .andExpect(status().isOk());
  }

  @Test
  void theApiIsDescribedAndNothingElseIs() throws Exception {
    mvc.perform(get("/api/openapi"))
        .andExpect(status().isOk())
        .andExpect(content().string(containsString("/api/v1/reports")))
        .andExpect(content().string(not(containsString("/sign-in"))));
  }
}
