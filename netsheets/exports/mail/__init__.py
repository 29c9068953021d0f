"""One mail a member with their own statements attached, in words of `templates/mail.json`. Nothing is sent here."""

from netsheets.exports.mail.letter import Attachment, Letter, Sender, is_address, letter_of, message_of

__all__ = ["Attachment", "Letter", "Sender", "is_address", "letter_of", "message_of"]
