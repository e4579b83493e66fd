"""Demonstration and development: nothing leaves, everything lands in the practice inbox."""

from outbox.models import PracticeMessage


class Practice:
    def open(self):
        pass

    def send(self, message, letter):
        PracticeMessage.objects.receive(
            id=message.pk,
            channel=message.channel,
            language=message.language,
            address=message.address,
            subject=letter.subject,
            text=letter.text,
        )

    def close(self):
        pass
