package reeve.signals;

/** Where people go on talking out of the platform's sight. */
public enum Messenger {
  BRIAR,
  DISCORD,
  FACEBOOK_MESSENGER,
  GROUPME,
  GUILDED,
  KAKAOTALK,
  KEYBASE,
  KIK,
  LINE,
  MATRIX,
  REVOLT,
  SESSION,
  SIGNAL,
  SIMPLEX,
  SKYPE,
  SLACK,
  SNAPCHAT,
  SURESPOT,
  TELEGRAM,
  THREEMA,
  TOX,
  VIBER,
  VK,
  WECHAT,
  WHATSAPP,
  WICKR,
  WIRE,
  XMPP,
  ZALO
}
