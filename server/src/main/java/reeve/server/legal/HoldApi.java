package reeve.server.legal;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reeve.server.staff.Access;
import reeve.server.staff.Client;
import reeve.server.staff.Member;

/** Orders to preserve, handed in by a program of the staff's or with a key made for orders. */
@RestController
@Tag(name = "orders", description = "Orders of authorities")
final class HoldApi {
  private final Holding holding;
  private final OrderKeys keys;
  private final InstantSource clock;

  HoldApi(Holding holding, OrderKeys keys, InstantSource clock) {
    this.holding = holding;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * An order as it came; times are ISO 8601 in UTC.
   *
   * @param law {@code us}, {@code terrorist-content} or {@code european-preservation-order}
   * @param account by {@code @name} or id
   */
  record NewHold(
      @Nullable UUID authority,
      @Nullable String reference,
      @Nullable String law,
      @Nullable String platform,
      @Nullable String account,
      @JsonProperty("received_at") @Nullable Instant receivedAt) {}

  /**
   * What was taken in.
   *
   * @param held whether it holds already
   * @param missing why it does not hold yet, or lacks a copy; tried again until it is over
   */
  record TakenHold(
      UUID id,
      String reference,
      @JsonProperty("received_at") Instant receivedAt,
      Instant until,
      boolean held,
      String missing) {}

  @PostMapping("/api/v1/orders/preservation")
  @Access({Access.Who.LEGAL, Access.Who.CLIENT})
  @Operation(
      summary = "Take in an order to preserve",
      description =
          "Holds at once, whether or not the authority is verified. The term starts at received_at."
              + " An order that stands changes nothing when it is sent again.")
  TakenHold take(
      @Parameter(hidden = true) @Nullable Member member,
      @Parameter(hidden = true) @Nullable Client client,
      @RequestBody NewHold order) {
    UUID authority = client == null ? order.authority() : keys.authority(client, order.authority());
    if (authority == null) {
      throw Registry.bad("'authority': name one of the registry by its id.");
    }
    Preserved hold =
        holding.start(
            new Holding.Written(
                authority,
                OrderApi.text(order.reference()),
                term(order.law()),
                Receiving.platform(order.platform() == null ? "square" : order.platform()),
                OrderApi.text(order.account()),
                order.receivedAt()),
            MailApi.entrant(member, client),
            member,
            false);
    return new TakenHold(
        hold.id(),
        hold.reference(),
        hold.receivedAt(),
        hold.until(),
        hold.account() != null && hold.stands(clock.instant()),
        hold.missing());
  }

  private static Term term(@Nullable String law) {
    return Term.ofOrders().stream()
        .filter(it -> it.code().equals(law))
        .findFirst()
        .orElseThrow(
            () -> Registry.bad("'law': us, terrorist-content or european-preservation-order."));
  }
}
