package reeve.server.enforcement;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import reeve.server.ServerTest;
import reeve.server.TestClock;
import reeve.server.TestDesk;
import reeve.server.platform.AccountRef;
import reeve.server.platform.Action;
import reeve.server.platform.PlatformId;
import reeve.server.record.Entry;
import reeve.server.record.Kind;
import reeve.server.record.Records;
import reeve.server.staff.Role;

@ServerTest
class OrdersPageIT {
  @Autowired private MockMvc mvc;
  @Autowired private TestDesk desk;
  @Autowired private TestClock clock;
  @Autowired private Orders orders;
  @Autowired private Records records;
  @Autowired private PlatformTransactionManager transactions;

  @Test
  void anOrderForAPlatformWithoutConnectorWaitsOnThePageUntilALeadHasDoneIt() throws Exception {
    AccountRef elsewhere = new AccountRef(new PlatformId("elsewhere"), "hand-" + UUID.randomUUID());
    UUID bundle = UUID.randomUUID();
    new TransactionTemplate(transactions)
        .executeWithoutResult(_ -> {
          var cause =
              records.append(
                  new Entry(
                      new Kind("decisions.decided", 1),
                      elsewhere,
                      OrderBook.WORKER,
                      null,
                      Map.of(),
                      Map.of()));
          orders.issue(
              List.of(Issue.of(bundle, elsewhere, new Action.Suspend(null), cause)),
              clock.instant());
        });
    UUID id = orders.of(bundle).getFirst().id().value();
    var lead = desk.session(Role.LEAD);

    mvc.perform(get("/orders").session(desk.session(Role.REVIEWER)))
        .andExpect(status().isForbidden());
    mvc.perform(post("/orders/" + id + "/done").session(desk.session(Role.REVIEWER)).with(csrf()))
        .andExpect(status().isForbidden());
    mvc.perform(get("/orders").session(lead))
        .andExpect(status().isOk())
        .andExpect(content().string(containsString(elsewhere.nativeId())));
    mvc.perform(post("/orders/" + id + "/done").session(lead).with(csrf()))
        .andExpect(redirectedUrl("/orders"));
    mvc.perform(get("/orders").session(lead))
        .andExpect(content().string(not(containsString(elsewhere.nativeId()))));
    mvc.perform(get("/orders?list=done").session(lead))
        .andExpect(content().string(containsString(elsewhere.nativeId())));
    for (String list : List.of("retrying", "waiting", "failed", "nonsense")) {
      mvc.perform(get("/orders").param("list", list).session(lead)).andExpect(status().isOk());
    }
  }
}
