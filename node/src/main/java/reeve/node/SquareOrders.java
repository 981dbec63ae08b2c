package reeve.node;

import java.util.List;
import java.util.stream.Collectors;
import reeve.server.platform.Action;
import reeve.server.platform.Order;
import reeve.server.platform.OrderId;
import reeve.server.platform.PostRef;
import reeve.server.platform.Receipt;
import reeve.square.door.SquareAction;
import reeve.square.door.SquareOrder;
import reeve.square.door.SquareReceipt;

/** Orders to act in the square's words, its receipts in the server's. */
final class SquareOrders {
  private SquareOrders() {}

  static SquareOrder order(Order order) {
    return new SquareOrder(
        order.id().value(), order.account().nativeId(), order.number(), action(order.action()));
  }

  static Receipt receipt(SquareReceipt receipt) {
    return switch (receipt) {
      case SquareReceipt.Done done -> new Receipt.Done(done.at());
      case SquareReceipt.HandedOver handed -> new Receipt.HandedOver(handed.at(), handed.file());
      case SquareReceipt.Refused refused ->
          new Receipt.Refused(
              switch (refused.why()) {
                case NO_SUCH_ACCOUNT -> Receipt.Refusal.NO_SUCH_ACCOUNT;
                case NO_SUCH_POST -> Receipt.Refusal.NO_SUCH_POST;
                case ALREADY_GONE -> Receipt.Refusal.ALREADY_GONE;
                case TOO_MUCH -> Receipt.Refusal.TOO_MUCH;
                case SUPERSEDED -> Receipt.Refusal.SUPERSEDED;
              },
              refused.detail());
    };
  }

  private static SquareAction action(Action action) {
    return switch (action) {
      case Action.Warn _ -> new SquareAction.Warn();
      case Action.RemovePosts remove -> new SquareAction.RemovePosts(ids(remove.posts()));
      case Action.ClearField clear -> new SquareAction.ClearField(field(clear.field()));
      case Action.Limit limit -> new SquareAction.Limit(limit.until());
      case Action.Suspend suspend -> new SquareAction.Suspend(suspend.until());
      case Action.Reinstate reinstate ->
          new SquareAction.Reinstate(reinstate.undone().stream().map(OrderId::value).toList());
      case Action.DeliverStatement statement -> deliver(statement.letter(), true);
      case Action.DeliverAnswer answer -> deliver(answer.letter(), false);
      case Action.ApproveSignUp _ -> new SquareAction.ApproveSignUp();
      case Action.RefuseSignUp refuse -> new SquareAction.RefuseSignUp(refuse.reason());
      case Action.IssueLink link -> new SquareAction.IssueLink(link.tokenSha256(), link.expires());
      case Action.Seal seal -> new SquareAction.Seal(ids(seal.posts()));
      case Action.Hold hold -> new SquareAction.Hold(hold.until());
      case Action.ReleaseHold _ -> new SquareAction.ReleaseHold();
      case Action.HandOver asked ->
          new SquareAction.HandOver(
              asked.categories().stream().map(SquareOrders::category).collect(Collectors.toSet()),
              ids(asked.posts()),
              asked.from(),
              asked.until(),
              asked.reference());
    };
  }

  private static SquareAction deliver(Action.Letter letter, boolean statement) {
    return new SquareAction.Deliver(
        letter.id(),
        statement,
        letter.title(),
        letter.body(),
        letter.decision(),
        letter.appealUntil());
  }

  private static SquareAction.Category category(Action.Category category) {
    return switch (category) {
      case SUBSCRIBER -> SquareAction.Category.SUBSCRIBER;
      case SIGN_INS -> SquareAction.Category.SIGN_INS;
      case PUBLIC_POSTS -> SquareAction.Category.PUBLIC_POSTS;
      case PRIVATE_POSTS -> SquareAction.Category.PRIVATE_POSTS;
    };
  }

  private static SquareAction.Field field(Action.ProfileField field) {
    return switch (field) {
      case DISPLAY_NAME -> SquareAction.Field.DISPLAY_NAME;
      case BIO -> SquareAction.Field.BIO;
      case LOCATION -> SquareAction.Field.LOCATION;
      case FIELDS -> SquareAction.Field.FIELDS;
      case AVATAR -> SquareAction.Field.AVATAR;
    };
  }

  private static List<String> ids(List<PostRef> posts) {
    return posts.stream().map(PostRef::nativeId).toList();
  }
}
