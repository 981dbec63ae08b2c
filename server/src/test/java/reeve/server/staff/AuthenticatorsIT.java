package reeve.server.staff;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import reeve.server.ServerTest;
import reeve.server.TestClock;
import reeve.server.TestDesk;

@ServerTest
final class AuthenticatorsIT {
  @Autowired private TestDesk desk;
  @Autowired private TestClock clock;
  @Autowired private JdbcClient jdbc;
  @Autowired private Members members;
  @Autowired private Authenticators authenticators;
  @Autowired private SignIn signIn;

  private final String secret = Totp.newSecret();

  private String stored(StaffId id) {
    return jdbc.sql("SELECT totp_secret FROM staff_member WHERE id = ?")
        .param(id.value())
        .query(String.class)
        .single();
  }

  private void store(StaffId id, String value) {
    jdbc.sql("UPDATE staff_member SET totp_secret = ? WHERE id = ?")
        .params(value, id.value())
        .update();
  }

  private boolean fits(StaffId id) {
    return signIn.isTotp(members.find(id).orElseThrow(), Totp.code(secret, clock.instant()));
  }

  @Test
  void aSecretIsNotReadOffTheDatabase() {
    StaffId id = desk.newMember(Role.REVIEWER).id();
    members.setSignIn(id, "sealed-" + id, "none", secret, 0);
    assertThat(stored(id)).doesNotContain(secret);
    assertThat(fits(id)).isTrue();
  }

  @Test
  void whatAnEarlierVersionKeptPlainIsSealedAndItsCodesGoOn() {
    StaffId id = desk.newMember(Role.REVIEWER).id();
    store(id, secret);
    assertThat(authenticators.sealAnew().anew()).isEqualTo(1);
    assertThat(stored(id)).doesNotContain(secret);
    assertThat(fits(id)).isTrue();
    assertThat(authenticators.sealAnew().anew()).isZero();
  }

  @Test
  void aSecretThatWasPutInAnothersPlaceIsWorthNothing() {
    StaffId ann = desk.newMember(Role.REVIEWER).id();
    StaffId bob = desk.newMember(Role.ADMINISTRATOR).id();
    members.setSignIn(ann, "ann-" + ann, "none", secret, 0);
    store(bob, stored(ann));
    assertThat(fits(bob)).isFalse();
    assertThat(authenticators.sealAnew().locked()).isEqualTo(1);
    store(bob, authenticators.seal(bob, secret));
  }
}
