package reeve.server.legal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.sql.Timestamp;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.transaction.annotation.Transactional;
import reeve.server.ServerTest;
import reeve.server.TestClock;
import reeve.server.TestDesk;
import reeve.server.platform.Refused;
import reeve.server.record.RecordSearch;
import reeve.server.staff.Member;
import reeve.server.staff.Role;

/** The registry of authorities, as a lead and an administrator use it. */
@ServerTest
final class AuthoritiesIT {
  private static final String HOW = "Called the duty desk, which named the reference of its order.";

  /** Made for this test; nobody has its key. */
  private static final String CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBfDCCASGgAwIBAgIIe+pq/1v6HXcwCgYIKoZIzj0EAwMwMTEbMBkGA1UEChMS
      T2ZmaWNlIG9mIHRoZSBWYWxlMRIwEAYDVQQDEwlEdXR5IGRlc2swIBcNMjYxMTI2
      MjI0NzIwWhgPMjEyNjExMDIyMjQ3MjBaMDExGzAZBgNVBAoTEk9mZmljZSBvZiB0
      aGUgVmFsZTESMBAGA1UEAxMJRHV0eSBkZXNrMFkwEwYHKoZIzj0CAQYIKoZIzj0D
      AQcDQgAEhKxgmuC+UcnBcOHSnAvXiFeAmj4QnD4p+1nSzp8i+qNZjBh9keTwK8T+
      jTF5DWzJjrplhiKNIk+gI/PFplhheqMhMB8wHQYDVR0OBBYEFPj7L1gK9FeBxOfw
      8fA/UxtPApI3MAoGCCqGSM49BAMDA0kAMEYCIQDxGKQBMAFrfjAXQ7+G+7XdSdzD
      Yzy+SDewTuu8imafIAIhAMq9uC/Z7cu2GI5Hg7No5BbfULIVMvZFTgDMNf945tE5
      -----END CERTIFICATE-----
      """;

  @Autowired private MockMvc mvc;
  @Autowired private TestDesk desk;
  @Autowired private Registry registry;
  @Autowired private AuthorityRows rows;
  @Autowired private RecordSearch search;
  @Autowired private TestClock clock;
  @Autowired private JdbcClient jdbc;
  @Autowired private ExcludedStates states;

  private UUID enter(Member by) {
    return registry.add(
        new Registry.Written("Office of the Vale", "de", EnumSet.of(Demand.REMOVAL), "", null), by);
  }

  private UUID contact(UUID authority, String value, boolean fromMessage, Member by) {
    registry.addContact(authority, value, "the printed register", fromMessage, by);
    return rows.find(authority).orElseThrow().contacts().getLast().id();
  }

  private Authority find(UUID id) {
    return rows.find(id).orElseThrow();
  }

  private static String number() {
    return "+49 30 " + (UUID.randomUUID().getMostSignificantBits() >>> 1);
  }

  private List<String> kinds(Member by) {
    return search
        .search(new RecordSearch.Wanted("legal.", by.id().actor().text(), null, null, null), 100)
        .records()
        .stream()
        .map(it -> it.kind().name())
        .toList();
  }

  @Test
  void anotherPersonVerifiesThroughAContactThatWasLookedUp() {
    Member lead = desk.newMember(Role.LEGAL);
    Member administrator = desk.newMember(Role.ADMINISTRATOR);
    UUID id = enter(lead);
    UUID number = contact(id, number(), false, lead);
    assertThat(find(id).stands()).isFalse();

    registry.verify(id, number, HOW, administrator);

    Authority verified = find(id);
    assertThat(verified.stands()).isTrue();
    assertThat(verified.state()).isEqualTo("DE");
    assertThat(verified.verified()).isNotNull();
    assertThat(verified.verified().secondPerson()).isTrue();
    assertThat(kinds(lead)).containsExactly("legal.contact-added", "legal.authority-added");
    assertThat(kinds(administrator)).containsExactly("legal.authority-verified");
  }

  @Test
  void nobodyVerifiesWhatWasChangedSinceTheyLooked() {
    Member lead = desk.newMember(Role.LEGAL);
    Member administrator = desk.newMember(Role.ADMINISTRATOR);
    UUID id = enter(lead);
    UUID number = contact(id, number(), false, lead);
    String seen = find(id).seen();
    registry.change(
        id,
        new Registry.Written(
            "Office of the Vale", "de", EnumSet.of(Demand.REMOVAL, Demand.DISCLOSURE), "", null),
        lead);

    assertThatThrownBy(() -> registry.verify(id, seen, number, HOW, administrator))
        .isInstanceOfSatisfying(
            Refused.class, it -> assertThat(it.problem()).isEqualTo(LegalProblem.MOVED));
    assertThat(find(id).stands()).isFalse();
    registry.verify(id, find(id).seen(), number, HOW, administrator);
    assertThat(find(id).stands()).isTrue();
  }

  @Test
  void aContactThatAMessageNamedIsNoSecondChannelHoweverItIsWritten() {
    Member lead = desk.newMember(Role.LEGAL);
    Member administrator = desk.newMember(Role.ADMINISTRATOR);
    String number = number();
    UUID forged = enter(lead);
    UUID named = contact(forged, number, true, lead);
    assertThatThrownBy(() -> registry.verify(forged, named, HOW, administrator))
        .isInstanceOfSatisfying(
            Refused.class,
            it -> assertThat(it.problem()).isEqualTo(LegalProblem.NO_SECOND_CHANNEL));

    UUID other = enter(lead);
    UUID same = contact(other, number.replace(' ', '-'), false, lead);
    assertThatThrownBy(() -> registry.verify(other, same, HOW, administrator))
        .isInstanceOfSatisfying(
            Refused.class,
            it -> assertThat(it.problem()).isEqualTo(LegalProblem.NO_SECOND_CHANNEL));
    assertThat(find(other).stands()).isFalse();
    assertThat(kinds(administrator)).isEmpty();
  }

  @Test
  void whoEnteredItDoesNotVerifyItWhileThereIsAnother() {
    Member administrator = desk.newMember(Role.ADMINISTRATOR);
    desk.newMember(Role.ADMINISTRATOR);
    UUID id = enter(administrator);
    UUID number = contact(id, number(), false, desk.newMember(Role.LEGAL));
    assertThatThrownBy(() -> registry.verify(id, number, HOW, administrator))
        .isInstanceOfSatisfying(
            Refused.class, it -> assertThat(it.problem()).isEqualTo(LegalProblem.SAME_PERSON));
  }

  private static void assertSamePerson(Runnable what) {
    assertThatThrownBy(what::run)
        .isInstanceOfSatisfying(
            Refused.class, it -> assertThat(it.problem()).isEqualTo(LegalProblem.SAME_PERSON));
  }

  private void change(UUID id, String certificate, Member by) {
    registry.change(
        id,
        new Registry.Written(
            "Office of the Vale", "DE", EnumSet.of(Demand.REMOVAL), certificate, null),
        by);
  }

  @Test
  void whoSwapsTheCertificateOrAddsAContactDoesNotVerifyIt() {
    Member first = desk.newMember(Role.LEGAL);
    Member second = desk.newMember(Role.LEGAL);
    Member third = desk.newMember(Role.LEGAL);
    UUID id = enter(first);
    UUID number = contact(id, number(), false, first);
    registry.verify(id, number, HOW, second);

    change(id, CERTIFICATE, third);
    assertSamePerson(() -> registry.verify(id, number, HOW, third));
    registry.verify(id, number, HOW, second);
    assertThat(find(id).verified().secondPerson()).isTrue();
    assertThat(find(id).changedBy()).isEmpty();

    contact(id, number(), false, third);
    assertSamePerson(() -> registry.verify(id, number, HOW, third));
    registry.verify(id, number, HOW, second);
    change(id, CERTIFICATE, second);
    registry.verify(id, number, HOW, third);
    assertThat(find(id).verified().secondPerson()).isTrue();
  }

  @Test
  @Transactional
  void whatOnePersonVerifiedAloneWaitsForASecondOne() {
    Member alone = desk.newMember(Role.LEGAL);
    Member other = desk.newMember(Role.LEGAL);
    UUID id = enter(other);
    UUID number = contact(id, number(), false, other);
    change(id, CERTIFICATE, alone);
    jdbc.sql("UPDATE staff_member SET active = false WHERE id <> ?")
        .param(alone.id().value())
        .update();
    registry.verify(id, number, HOW, alone);
    assertThat(find(id).verified().secondPerson()).isFalse();

    jdbc.sql("UPDATE staff_member SET active = true WHERE id = ?")
        .param(desk.newMember(Role.LEGAL).id().value())
        .update();
    change(id, CERTIFICATE, other);
    assertSamePerson(() -> registry.verify(id, number, HOW, alone));
  }

  @Test
  @Transactional
  void anAccountThatOneMadeForOneselfIsNoSecondPerson() {
    Member administrator = desk.newMember(Role.ADMINISTRATOR);
    Member own = desk.newMember(Role.LEGAL);
    made(own, administrator, Duration.ofDays(9));
    UUID id = enter(administrator);
    UUID number = contact(id, number(), false, administrator);
    assertSamePerson(() -> registry.verify(id, number, HOW, own));
    UUID reversed = enter(own);
    UUID its = contact(reversed, number(), false, own);
    assertSamePerson(() -> registry.verify(reversed, its, HOW, administrator));

    Member invited = desk.newMember(Role.LEGAL);
    made(invited, desk.newMember(Role.ADMINISTRATOR), Duration.ofHours(71));
    assertSamePerson(() -> registry.verify(id, number, HOW, invited));
    made(invited, desk.newMember(Role.ADMINISTRATOR), Duration.ofHours(73));
    registry.verify(id, number, HOW, invited);
    assertThat(find(id).verified().secondPerson()).isTrue();

    jdbc.sql("UPDATE staff_member SET active = false WHERE id NOT IN (?, ?)")
        .params(administrator.id().value(), own.id().value())
        .update();
    registry.verify(reversed, its, HOW, administrator);
    assertThat(find(reversed).stands()).as("a small team is not locked out").isTrue();
    assertThat(find(reversed).verified().secondPerson()).isFalse();
  }

  private void made(Member one, Member by, Duration ago) {
    jdbc.sql("UPDATE staff_member SET made_by = ?, made_at = ? WHERE id = ?")
        .params(by.id().value(), Timestamp.from(clock.instant().minus(ago)), one.id().value())
        .update();
  }

  @Test
  void legalExcludesStatesByCodeAndEachChangeIsARecord() throws Exception {
    Member legal = desk.newMember(Role.LEGAL);
    MockHttpSession session = desk.session(legal);
    for (String wrong : List.of("RUS", "XX", "")) {
      mvc.perform(
              post("/legal/states")
                  .param("state", wrong)
                  .param("why", "Nobody there is told.")
                  .session(session)
                  .with(csrf()))
          .andExpect(status().isBadRequest());
    }
    mvc.perform(
            post("/legal/states")
                .param("state", " is")
                .param("why", "A <b>reason</b> of ours.")
                .session(session)
                .with(csrf()))
        .andExpect(status().is3xxRedirection());
    assertThat(states.contains("IS")).isTrue();
    mvc.perform(get("/legal/states").session(session))
        .andExpect(content().string(containsString("A &lt;b&gt;reason&lt;/b&gt; of ours.")));
    mvc.perform(
            post("/legal/states/IS/admit")
                .param("why", "The reason is gone.")
                .session(session)
                .with(csrf()))
        .andExpect(status().is3xxRedirection());
    assertThat(states.contains("IS")).isFalse();
    assertThatThrownBy(() -> states.admit("IS", "Once more.", legal)).isInstanceOf(Refused.class);
    assertThat(kinds(legal)).containsExactly("legal.state-admitted", "legal.state-excluded");
  }

  @Test
  void whateverChangesHasToBeVerifiedAgainAndWhatLeftStaysGone() {
    Member lead = desk.newMember(Role.LEGAL);
    Member administrator = desk.newMember(Role.ADMINISTRATOR);
    UUID id = enter(lead);
    UUID number = contact(id, number(), false, lead);
    registry.verify(id, number, HOW, administrator);
    registry.change(id, new Registry.Written("Office of the Vale", "FR", Set.of(), "", null), lead);
    assertThat(find(id).stands()).isFalse();
    assertThat(find(id).mayOrder(Demand.REMOVAL)).isFalse();

    registry.verify(id, number, HOW, administrator);
    contact(id, number(), false, lead);
    assertThat(find(id).stands()).isFalse();

    registry.verify(id, number, HOW, administrator);
    registry.end(id, "It was merged into another office.", administrator);
    assertThat(find(id).stands()).isFalse();
    assertThatThrownBy(() -> registry.verify(id, number, HOW, administrator))
        .isInstanceOfSatisfying(
            Refused.class, it -> assertThat(it.problem()).isEqualTo(LegalProblem.ENDED));
  }

  @Test
  void aCertificateIsKeptWithItsDigestAndItsHolder() {
    Member lead = desk.newMember(Role.LEGAL);
    UUID id =
        registry.add(
            new Registry.Written("Office of the Vale", "DE", Set.of(), CERTIFICATE, null), lead);
    assertThat(find(id).certificate()).isNotNull();
    assertThat(find(id).certificate().sha256())
        .isEqualTo("abdd960332e905a4f577a515c50432d737985e5623d889ba5198f7167ba10258");
    assertThat(find(id).certificate().holder()).isEqualTo("CN=Duty desk,O=Office of the Vale");
  }

  @Test
  void whatHasTheWrongFormIsRefusedWithASentence() throws Exception {
    MockHttpSession lead = desk.session(Role.LEGAL);
    for (String[] wrong :
        new String[][] {
          {"", "DE", ""}, {"Office", "XX", ""}, {"Office", "DE", "-----BEGIN CERTIFICATE-----"}
        }) {
      mvc.perform(
              post("/legal/authorities")
                  .param("name", wrong[0])
                  .param("state", wrong[1])
                  .param("certificate", wrong[2])
                  .session(lead)
                  .with(csrf()))
          .andExpect(status().isBadRequest());
    }
  }

  @Test
  void thePagesShowWhatWasWrittenAsText() throws Exception {
    Member lead = desk.newMember(Role.LEGAL);
    MockHttpSession session = desk.session(lead);
    String at =
        mvc.perform(
                post("/legal/authorities")
                    .param("name", "Office <b>of</b> Oakham")
                    .param("state", "FR")
                    .param("may", "REMOVAL", "DISCLOSURE")
                    .param("noticed", "2027-03-01 09:30")
                    .session(session)
                    .with(csrf()))
            .andExpect(status().is3xxRedirection())
            .andReturn()
            .getResponse()
            .getRedirectedUrl();
    mvc.perform(
            post(at + "/contacts")
                .param("value", "Oakham, Mill Lane 1")
                .param("source", "the letter itself")
                .param("message", "true")
                .session(session)
                .with(csrf()))
        .andExpect(status().is3xxRedirection());
    mvc.perform(get(at).session(session))
        .andExpect(status().isOk())
        .andExpect(content().string(containsString("Mill Lane 1")))
        .andExpect(content().string(containsString("named in a message")))
        .andExpect(content().string(containsString("2027-03-01T09:30:00Z")))
        .andExpect(content().string(not(containsString("<b>of"))))
        .andExpect(content().string(not(containsString("I made sure of it"))));
    mvc.perform(get("/legal/authorities").session(desk.session(Role.ADMINISTRATOR)))
        .andExpect(content().string(containsString("not verified")));
  }
}
