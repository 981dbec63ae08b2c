package reeve.server.staff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class RoleTest {
  @Test
  void whoLeadsAndWhoWorksOrdersStandBesideEachOther() {
    Map<Role, Set<Role>> may =
        Arrays.stream(Role.values())
            .collect(
                Collectors.toMap(
                    it -> it,
                    it ->
                        Arrays.stream(Role.values())
                            .filter(it::includes)
                            .collect(Collectors.toSet())));
    assertThat(may)
        .containsEntry(Role.GUEST, Set.of(Role.GUEST))
        .containsEntry(Role.REVIEWER, Set.of(Role.GUEST, Role.REVIEWER))
        .containsEntry(Role.LEAD, Set.of(Role.GUEST, Role.REVIEWER, Role.LEAD))
        .containsEntry(Role.LEGAL, Set.of(Role.GUEST, Role.REVIEWER, Role.LEGAL))
        .containsEntry(
            Role.LEAD_AND_LEGAL,
            Set.of(Role.GUEST, Role.REVIEWER, Role.LEAD, Role.LEGAL, Role.LEAD_AND_LEGAL))
        .containsEntry(Role.ADMINISTRATOR, Set.of(Role.values()));
    for (Role role : Role.values()) {
      assertThat(role.withThoseAbove())
          .as(role.name())
          .isEqualTo(
              may.keySet().stream().filter(it -> it.includes(role)).collect(Collectors.toSet()));
    }
  }
}
