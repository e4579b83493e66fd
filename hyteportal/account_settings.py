"""What sign-in is told: the same in every environment. Why each stands as it does: organisations/signin."""

ACCOUNT_ADAPTER = "organisations.signin.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]  # signing up is closed by the adapter
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation proves the address
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds that a step-up holds
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # an address nobody has gets no mail
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_FORMS = {
    "login": "organisations.signin.forms.SignIn",
    "reauthenticate": "organisations.signin.forms.ConfirmByPassword",
    "change_password": "organisations.signin.forms.ChangePassword",
    "reset_password": "organisations.signin.forms.ForgottenPassword",
    "reset_password_from_key": "organisations.signin.forms.NewPassword",
}
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "reset_password": "20/m/ip,5/m/key,10/h/key",
    "reset_password_from_key": "20/m/ip",
    "signup": "20/m/ip",
    "manage_email": "5/h/user",
}
MFA_ADAPTER = "organisations.signin.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "organisations.signin.forms.SecondStep",
    "reauthenticate": "organisations.signin.forms.ConfirmByCode",
    "activate_totp": "organisations.signin.forms.FirstCode",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]  # passkeys come later
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TRUST_ENABLED = False
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the address was proved by the invitation
USERSESSIONS_TRACK_ACTIVITY = False

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace"
SESSION_COOKIE_AGE = (
    1800  # idle seconds; pages behind sign-in begin them anew (organisations.signin.middleware)
)
SESSION_ABSOLUTE_AGE = 10 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_SAVE_EVERY_REQUEST = False  # public pages set no cookie
