"""The answer to who does something too often."""

from django.shortcuts import render


def too_often(request, seconds):
    answer = render(request, "referrals/too_often.html", {"minutes": seconds // 60 + 1}, status=429)
    answer.headers["Retry-After"] = str(seconds)
    return answer
