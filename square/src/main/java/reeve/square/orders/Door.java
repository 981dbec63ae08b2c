package reeve.square.orders;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reeve.square.accounts.Accounts;
import reeve.square.base.AccountId;
import reeve.square.base.Ids;
import reeve.square.base.Refusal;
import reeve.square.door.SquareDoor;
import reeve.square.door.SquareOrder;
import reeve.square.door.SquareReceipt;
import reeve.square.media.MediaStore;
import reeve.square.media.UnusedPictures;
import reeve.square.oauth.Tokens;
import reeve.square.outbox.Outbox;
import reeve.square.outbox.OutboxTrim;
import reeve.square.outbox.Shapes;
import tools.jackson.databind.json.JsonMapper;

/** The square's two doors over PostgreSQL. */
@Component
final class Door implements SquareDoor {
  private final OutboxReader reader;
  private final Outbox outbox;
  private final OutboxTrim outboxTrim;
  private final Obedience obedience;
  private final Batch batch;
  private final MediaStore media;
  private final UnusedPictures unusedPictures;
  private final Tokens tokens;
  private final Accounts accounts;
  private final Shapes shapes;
  private final JsonMapper json;
  private final InstantSource clock;

  Door(
      OutboxReader reader,
      Outbox outbox,
      OutboxTrim outboxTrim,
      Obedience obedience,
      Batch batch,
      MediaStore media,
      UnusedPictures unusedPictures,
      Tokens tokens,
      Accounts accounts,
      Shapes shapes,
      JsonMapper json,
      InstantSource clock) {
    this.reader = reader;
    this.outbox = outbox;
    this.outboxTrim = outboxTrim;
    this.obedience = obedience;
    this.batch = batch;
    this.media = media;
    this.unusedPictures = unusedPictures;
    this.tokens = tokens;
    this.accounts = accounts;
    this.shapes = shapes;
    this.json = json;
    this.clock = clock;
  }

  @Override
  public Page read(@Nullable String after, int most) {
    return reader.read(after, most);
  }

  @Override
  public void awaitNews(Duration most) throws InterruptedException {
    outbox.awaitNews(most);
  }

  @Override
  public void readersAt(List<Reader> readers) {
    outboxTrim.told(readers);
  }

  @Override
  public List<OutboxRun> outboxRuns(int most) {
    return outboxTrim.runs(most);
  }

  @Override
  public SquareReceipt obey(SquareOrder order) {
    AccountId account;
    try {
      account = AccountId.parse(order.account());
    } catch (Refusal e) {
      return new SquareReceipt.Refused(SquareReceipt.Why.NO_SUCH_ACCOUNT, e.detail());
    }
    SquareReceipt receipt = obedience.obey(account, order);
    tokens.forget(account);
    return receipt;
  }

  @Override
  public Optional<String> accountNamed(String handle) {
    try {
      return Optional.of(accounts.shown(handle).id().toString());
    } catch (Refusal e) {
      return Optional.empty();
    }
  }

  @Override
  public List<SquareReceipt> obeyAll(List<SquareOrder> orders) {
    List<SquareReceipt> receipts = batch.obey(orders);
    for (SquareOrder order : orders) {
      if (Ids.orZero(order.account()) != 0) {
        tokens.forget(AccountId.parse(order.account()));
      }
    }
    return receipts;
  }

  @Override
  public List<String> capture(List<String> accounts) {
    if (accounts.size() > CAPTURED_MOST) {
      throw new IllegalArgumentException("at most " + CAPTURED_MOST + " accounts at once");
    }
    List<Long> ids = accounts.stream().map(Ids::orZero).filter(id -> id != 0).distinct().toList();
    return shapes.captured(ids, clock.instant()).stream().map(json::writeValueAsString).toList();
  }

  @Override
  public Optional<byte[]> media(String sha256) {
    return media.bytes(sha256);
  }

  @Override
  public List<PictureRun> pictureRuns(int most) {
    return unusedPictures.runs(most);
  }
}
