"""The personal identity code: read generously, kept in one form, checked by its sum."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from fields import identity
from fields.columns import BusinessId, IdentityCode, PersonalPhone
from fields.forms import BusinessIdField, IdentityCodeField, PhoneField

from .codes import code_of


@pytest.mark.parametrize(
    ("birth", "sign", "year"),
    [("010190", sign, 1990) for sign in "-YXWVU"]
    + [("010190", "+", 1890)]
    + [("010203", sign, 2003) for sign in "ABCDEF"],
)
def test_every_sign_of_a_century_is_known(birth, sign, year):
    code = code_of(birth, sign)
    assert identity.canonical(code) == code
    assert identity.birth_date(code).year == year


@pytest.mark.parametrize(
    "typed", ["{}", " {} ", "{}\n", "\u200b{}", "{}".replace("-", ""), "lower", "en dash", "minus", "apart"]
)
def test_what_was_typed_becomes_the_one_canonical_form(typed):
    code = code_of("010203", "A", "901")
    dashed = code_of()
    forms_of = {
        "lower": (code.lower(), code),
        "en dash": (dashed.replace("-", "–"), dashed),
        "minus": (dashed.replace("-", "\u2212"), dashed),
        "apart": (f"{code[:6]} {code[6:]}", code),
    }
    written, wanted = forms_of.get(typed, (typed.format(code), code))
    assert identity.canonical(written) == wanted


@pytest.mark.parametrize(
    "wrong",
    [
        "", "-", "010190", "eeva@example.org", code_of()[:-1], code_of() + "0", code_of("310290"), code_of("001390"),
        code_of(serial="001"), code_of()[:-1] + ("A" if code_of()[-1] != "A" else "B"), code_of(sign="G"),
        code_of("010199", "A"), "٠١٠١٩٠-٩٠٠P",
    ],
)  # fmt: skip
def test_what_is_no_identity_code_is_refused(wrong):
    with pytest.raises(ValidationError) as said:
        identity.canonical(wrong)
    assert wrong == "" or wrong not in str(said.value)


def test_who_is_born_tomorrow_has_no_code_yet():
    tomorrow = timezone.localdate() + timezone.timedelta(days=1)
    with pytest.raises(ValidationError):
        identity.canonical(code_of(f"{tomorrow:%d%m%y}", "A"))


def test_production_refuses_the_serials_that_belong_to_nobody(settings):
    settings.PRODUCTION = True
    with pytest.raises(ValidationError):
        identity.canonical(code_of())
    settings.PRODUCTION = False
    identity.canonical(code_of())


@given(st.text(max_size=40))
def test_a_code_is_right_or_refused_whatever_is_typed(typed):
    try:
        code = identity.canonical(typed)
    except ValidationError:
        return
    assert identity.canonical(code) == code


def test_one_person_is_found_by_the_blind_index_however_the_code_was_typed():
    code = code_of("010203", "A", "901")
    index = identity.index_of(identity.canonical(code.lower()), scope="286")
    assert index == identity.index_of(code, scope="286")
    assert index != identity.index_of(code, scope="285")


# ------------------------------------------------------------ form and model fields
class Form(forms.Form):
    code = IdentityCodeField(label="Code")
    phone = PhoneField(label="Phone", required=False)
    business = BusinessIdField(label="Business", required=False)


def test_a_form_gives_the_canonical_forms():
    code = code_of("010203", "A", "901")
    form = Form({"code": code.lower(), "phone": "040 123 4567", "business": "fi07375462"})
    assert form.is_valid()
    assert form.cleaned_data == {"code": code, "phone": "+358401234567", "business": "0737546-2"}


@pytest.mark.parametrize(
    ("language", "said"), [("fi", "Tarkista henkilötunnus."), ("sv", "Kontrollera personbeteckningen.")]
)
def test_a_wrong_code_is_said_plainly(language, said):
    with override(language):
        assert Form({"code": "010190"}).errors["code"] == [said]


def test_a_number_of_nobody_is_no_persons_phone():
    for number in ("112", "116 117", "12", "kysy"):
        assert "phone" in Form({"code": code_of(), "phone": number}).errors


def test_browsers_do_not_keep_or_suggest_what_belongs_to_another():
    for name in ("code", "phone", "business"):
        assert 'autocomplete="off"' in str(Form()[name])
    assert 'type="tel"' in str(Form()["phone"])


def test_a_stored_phone_is_shown_as_it_is_dialled():
    shown = str(Form(initial={"phone": "+358401234567"})["phone"])
    assert "040 1234567" in shown.replace("\xa0", " ")
    assert "+46 8" in str(Form(initial={"phone": "+468123456"})["phone"]).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        (IdentityCode(), code_of("010203", "A", "901").lower(), code_of("010203", "A", "901")),
        (PersonalPhone(), "040 123 4567", "+358401234567"),
        (BusinessId(), "07375462", "0737546-2"),
    ],
)
def test_a_model_keeps_the_canonical_form_and_asks_for_it_in_the_right_field(field, typed, kept):
    assert field.to_python(typed) == kept
    assert isinstance(field.formfield(), field.form_class)
    assert type(field)(*field.deconstruct()[2], **field.deconstruct()[3]).max_length == field.max_length
    with pytest.raises(ValidationError):
        field.to_python("nonsense")
