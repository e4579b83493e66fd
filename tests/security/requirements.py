"""The 43 rows of OWASP ASVS 5.0.0 that this portal answers for, each by the tests that would fail (paths under tests/).

``later`` names what brings the subject of the row, or the rest of it. ``test_requirements`` holds that every test named
here is there.
"""

from dataclasses import dataclass

OIDC = "passkeys and OpenID Connect"
DEPLOYMENT = "a real installation"


@dataclass(frozen=True)
class Row:
    ids: str
    level: int
    subject: str
    tests: tuple = ()
    later: str = ""


# fmt: off
ROWS = [
    Row("1.2.1", 1, "Templates escape; nothing imported is trusted markup", (
        "test_forbidden.py::test_no_page_has_unescaped_or_inline_markup",
        "test_pages.py::test_text_of_the_catalogue_is_never_markup",
        "outbox/test_letters.py::test_markup_is_escaped_in_html_and_stands_as_it_is_in_text")),
    Row("1.2.4", 1, "Questions to the database carry their values apart", (
        "test_architecture.py::test_raw_sql_is_written_only_where_it_is_allowed",
        "security/test_rows.py::test_what_stands_in_a_setting_is_never_a_statement",
        "security/test_scope.py::test_nothing_of_another_form_gets_into_a_scope")),
    Row("1.2.10", 3, "No cell of an export is a formula", (
        "admin/test_corrections.py::test_no_cell_of_the_table_is_a_formula",
        "referrals/figures/test_page.py::test_no_cell_of_the_file_is_a_formula")),
    Row("1.3.1", 1, "Markup of imports is taken out", (
        "catalogue/imports/test_cleaning.py::test_cleaning_never_raises_is_stable_and_leaves_nothing_dangerous",
        "catalogue/imports/test_cleaning.py::test_what_is_no_safe_web_address_gives_none")),
    Row("1.3.12", 3, "No input makes the portal slow", (
        "catalogue/imports/test_cleaning.py::test_a_hostile_length_is_bounded",
        "test_admin_hostile.py::test_a_search_is_as_long_as_somebody_would_write",
        "security/test_baseline.py::test_no_query_makes_an_address_fail",
        "signin/test_entering.py::test_a_very_long_password_is_not_hashed")),
    Row("1.5.1", 1, "XML is read without entities of others", (), "nothing reads XML; the first import that does"),
    Row("2.2.1", 1, "The server checks identity codes, phones, business ids", (
        "fields/test_identity.py::test_what_is_no_identity_code_is_refused",
        "fields/test_identity.py::test_production_refuses_the_serials_that_belong_to_nobody",
        "fields/test_numbers.py::test_a_phone_number_is_kept_whole_or_refused",
        "fields/test_numbers.py::test_a_wrong_business_id_is_refused_however_it_is_written")),
    Row("2.3.1", 1, "No step of a referral is skipped", (
        "referrals/lifecycle/test_cells.py::test_the_table_holds_in_every_cell",
        "referrals/lifecycle/test_guards.py::test_a_guard_keeps_the_move_back_and_nothing_changes",
        "referrals/working/test_moves.py::test_the_address_of_a_move_that_cannot_be_made_now_leads_to_the_case",
        "referrals/new/test_new.py::test_a_screen_that_is_not_right_is_shown_again_before_sending")),
    Row("2.3.3", 2, "What belongs together is one transaction", (
        "security/test_work.py::test_a_page_that_fails_leaves_nothing",
        "security/test_work.py::test_a_page_whose_commit_fails_is_not_shown",
        "outbox/test_sending.py::test_a_promise_goes_with_its_transaction",
        "long/test_killed_submits.py::test_forms_sent_while_the_server_is_killed_are_there_once_each",
        "long/test_killed_referrals.py::test_every_referral_that_was_sent_while_the_server_was_killed_is_there_once",
        "referrals/lifecycle/test_seen.py::test_a_move_whose_message_cannot_be_written_is_not_made")),
    Row("2.3.4", 2, "One of four wins", (
        "long/test_four_moves.py::test_a_membership_is_changed_or_ended_by_one_of_four",
        "long/test_four_moves.py::test_an_invitation_is_accepted_by_one_of_four",
        "long/test_referral_races.py::test_of_four_who_accept_one_has_the_client",
        "long/test_referral_races.py::test_whoever_accepts_withdraws_cancels_or_asks_at_once_is_one")),
    Row("2.4.1", 2, "Searches, sign-in, sending and revealing are limited", (
        "security/test_throttle.py::test_one_search_too_many_gets_a_page_that_says_when",
        "signin/test_entering.py::test_more_than_thirty_tries_a_minute_from_one_network_get_a_page_that_says_so",
        "referrals/test_keeping.py::test_limits_are_those_of_the_design",
        "referrals/test_keeping.py::test_the_sixty_first_code_of_an_hour_is_refused_and_the_auditors_are_told_once",
        "referrals/test_keeping.py::test_the_sixth_copy_of_a_day_is_refused",
        "referrals/test_own_way.py::test_a_network_asks_twenty_times_an_hour_and_sees_no_difference")),
    Row("3.2.1", 1, "nosniff and the right kind of content everywhere", (
        "security/test_baseline.py::test_every_answer_to_nobody_is_guarded",
        "security/test_baseline.py::test_every_answer_to_somebody_who_may_everything_is_guarded")),
    Row("3.3.1", 1, "Cookies bound to the host, over https, out of reach of scripts", (
        "security/test_baseline.py::test_cookies_of_production_are_bound_to_the_host_and_out_of_reach_of_scripts",)),
    Row("3.3.2", 2, "SameSite", (
        "security/test_baseline.py::test_cookies_of_production_are_bound_to_the_host_and_out_of_reach_of_scripts",)),
    Row("3.4.1", 1, "HSTS for a year and subdomains", (
        "security/test_baseline.py::test_browsers_come_back_over_https_alone",
        "test_settings.py::test_production_passes_djangos_own_check_of_a_deployment")),
    Row("3.4.3", 2, "Content-Security-Policy without exceptions", (
        "security/test_baseline.py::test_every_answer_to_nobody_is_guarded",
        "security/test_baseline.py::test_every_answer_to_somebody_who_may_everything_is_guarded",
        "browser/test_every_page.py::test_every_page_is_whole")),
    Row("3.4.5", 2, "Referrer-Policy same-origin", (
        "security/test_baseline.py::test_every_answer_to_nobody_is_guarded",)),
    Row("3.4.6", 2, "No frame around the portal but of chosen websites around their lists", (
        "security/test_baseline.py::test_every_answer_to_somebody_who_may_everything_is_guarded",
        "embed/test_embed.py::test_without_a_setting_no_website_may_show_it",
        "embed/test_embed.py::test_other_pages_stand_in_no_frame_whatever_is_allowed")),
    Row("3.5.1", 1, "Forms of others are refused; opening a page changes nothing", (
        "security/test_baseline.py::test_a_form_from_elsewhere_is_refused_at_every_address",
        "security/test_baseline.py::test_opening_every_address_changes_nothing",
        "tray/test_same_origin.py::test_what_another_site_sends_is_refused_in_words_and_changes_nothing")),
    Row("3.7.2", 2, "No way out to another site", (
        "security/test_baseline.py::test_no_address_leads_to_another_site",
        "security/test_baseline.py::test_signing_in_leads_to_our_own_site_alone",
        "signin/test_step_up.py::test_confirming_leads_to_no_other_site")),
    Row("5.2.1", 1, "Sizes of forms and imports", (
        "security/test_baseline.py::test_a_body_larger_than_any_form_is_refused_unread",
        "catalogue/imports/test_reading.py::test_a_file_too_large_is_refused_unread")),
    Row("5.2.2", 1, "Content of imports is looked at, not its name", (
        "catalogue/imports/test_reading.py::test_any_bytes_are_read_or_refused",)),
    Row("6.2.1", 1, "Passwords of twelve signs", (
        "signin/test_invitations.py::test_a_weak_password_is_refused_in_our_words",)),
    Row("6.2.4", 1, "Common passwords refused", (
        "signin/test_invitations.py::test_a_weak_password_is_refused_in_our_words",)),
    Row("6.3.1", 1, "Guessing is stopped", (
        "signin/test_entering.py::test_five_wrong_passwords_lock_the_account_wherever_the_sixth_comes_from",
        "signin/test_entering.py::test_five_wrong_codes_lock_the_second_step_too",
        "security/test_work.py::test_pages_of_sign_in_keep_what_they_counted",
        "security/test_wall_checks.py::test_sign_in_counts_for_all_processes")),
    Row("6.3.3", 2, "The second factor on every path behind sign-in", (
        "signin/test_gate.py::test_a_session_with_only_a_password_gets_nowhere",
        "signin/test_gate.py::test_with_the_second_factor_the_same_pages_open",
        "signin/test_gate.py::test_a_page_that_forgets_to_say_so_is_behind_the_gate")),
    Row("6.3.4", 2, "No path round it", (
        "signin/test_gate.py::test_the_admin_has_no_form_of_its_own",
        "signin/test_account.py::test_a_forgotten_password_is_chosen_anew_and_the_second_step_stays",
        "signin/test_practice.py::test_elsewhere_a_practice_account_signs_in_by_no_door",
        "security/test_stores.py::test_what_proves_who_somebody_is_is_not_in_the_admin"), OIDC),
    Row("6.3.8", 3, "Nobody learns who has an account", (
        "signin/test_entering.py::test_wrong_password_unknown_person_and_closed_account_sound_the_same",
        "signin/test_entering.py::test_an_unknown_person_costs_a_hash_too",
        "signin/test_account.py::test_whether_there_is_such_a_person_is_not_told")),
    Row("6.5.1", 2, "A code works once", (
        "signin/test_entering.py::test_a_code_of_the_app_works_once_in_all_the_time_it_is_valid",
        "signin/test_entering.py::test_a_backup_code_lets_in_once_and_is_told_by_mail")),
    Row("7.2.4", 1, "A new session id at sign-in and step-up", (
        "signin/test_entering.py::test_the_session_has_a_new_id_after_sign_in",
        "signin/test_step_up.py::test_each_way_to_confirm_leads_back_and_gives_the_session_a_new_id")),
    Row("7.3.1 7.3.2", 2, "Half an hour idle, ten hours in all", (
        "signin/test_sessions.py::test_half_an_hour_of_silence_ends_a_session",
        "signin/test_sessions.py::test_use_keeps_a_session_alive_and_ten_hours_end_it_all_the_same")),
    Row("7.4.2", 1, "A closed account is out at the next request", (
        "signin/test_gate.py::test_a_deactivated_person_is_out_at_the_next_request",)),
    Row("7.5.1", 2, "Changing what proves who one is asks again", (
        "signin/test_step_up.py::test_changing_the_second_factor_asks_again",
        "signin/test_address.py::test_whoever_does_not_say_again_who_they_are_neither_asks_nor_confirms",
        "signin/test_step_up.py::test_who_signs_in_elsewhere_only_is_never_confirmed"), OIDC),
    Row("8.2.1", 1, "Role by address", (
        "security/test_matrix.py::test_every_address_says_who_may_open_it",
        "security/test_matrix.py::test_every_address_answers_as_it_says")),
    Row("8.2.2 8.4.1", 1, "No record of another municipality or unit", (
        "security/test_rows.py::test_a_scope_shows_its_municipality_and_its_units_and_nothing_else",
        "security/test_rows.py::test_without_a_scope_there_are_no_rows_for_anybody",
        "security/test_rows.py::test_nothing_of_a_scope_stays_on_a_pooled_connection",
        "people/test_people_pages.py::test_a_foreign_person_is_not_there_and_the_attempt_is_noted",
        "security/test_referral_rows.py::test_each_scope_sees_of_each_table_what_is_its_own",
        "security/test_referral_rows.py::test_no_scope_sees_rows_of_the_other_referral_beside",
        "security/test_foreign_referrals.py::test_what_is_anothers_is_not_there_whatever_the_address")),
    Row("8.2.3", 2, "Only the fields one's work needs", (
        "security/test_rows.py::test_the_referral_coordinator_moves_tasks_and_sees_nobody",
        "security/test_foreign_referrals.py::test_the_coordinator_sees_how_it_moves_and_nothing_of_the_person",
        "security/test_referral_rows.py::test_jobs_see_every_row_and_of_clients_only_what_they_need",
        "referrals/working/test_case.py::test_words_of_the_team_and_its_plan_are_not_shown_to_the_referrer",
        "referrals/test_keeping.py::test_the_code_is_shown_once_for_a_reason_and_that_is_written_down")),
    Row("10.5.1", 2, "Tokens of another identity provider are not replayed", (), OIDC),
    Row("11.3.2 13.3.1", 1, "Encryption by a library, keys nowhere near the data", (
        "fields/test_encrypted.py::test_a_wrong_key_reads_nothing",
        "fields/test_encrypted.py::test_no_dump_holds_the_text",
        "security/test_keys.py::test_the_server_does_not_start_with_keys_of_another_database",
        "test_settings.py::test_production_without_a_variable_stops_and_names_it")),
    Row("14.2.1 14.3.2", 1, "Nothing personal in addresses, nothing kept by browsers", (
        "security/test_baseline.py::test_addresses_hold_numbers_and_names_of_things_and_never_of_people",
        "security/test_baseline.py::test_every_answer_to_somebody_who_may_everything_is_guarded",
        "security/test_work.py::test_nothing_behind_sign_in_is_kept_by_a_browser_or_a_cache",
        "people/test_people_pages.py::test_names_are_searched_by_a_form_that_writes_no_address")),
    Row("14.2.7", 3, "What is no longer needed is erased in time", (
        "outbox/test_worker.py::test_what_is_due_is_sent_and_nothing_personal_stays",
        "referrals/test_erasing.py::test_it_is_kept_as_long_as_the_agreement_says_and_not_a_day_longer",
        "referrals/test_erasing.py::test_what_stays_is_for_the_figures_and_names_nobody",
        "referrals/test_erasing.py::test_what_a_restored_backup_brings_back_is_erased_again",
        "long/test_erased_everywhere.py::test_no_file_of_the_database_holds_what_was_erased")),
    Row("15.3.3", 2, "Forms take the fields they show", (
        "test_architecture.py::test_no_form_takes_every_field",
        "people/test_people_changes.py::test_what_no_page_offers_is_refused_and_noted")),
    Row("16.2.5 16.3.1-3 16.4.2", 2, "Sign-in, refusals and reads are logged; logs hold nobody and are kept", (
        "security/test_work.py::test_a_refusal_is_written_after_the_page_was_undone",
        "security/test_roles.py::test_lines_of_the_log_are_added_and_nothing_else",
        "audit/test_append_only.py::test_the_log_refuses",
        "security/test_logs.py::test_a_log_holds_nothing_of_it",
        "security/test_logs.py::test_a_traceback_holds_nothing_of_it",
        "outbox/test_smtp.py::test_no_text_of_a_server_is_kept_or_logged")),
    Row("16.5.1 16.5.3", 2, "Faults say nothing and open nothing", (
        "security/test_roles.py::test_a_page_that_cannot_be_written_down_is_not_shown",
        "security/test_work.py::test_a_page_that_fails_leaves_nothing",
        "security/test_logs.py::test_a_page_that_fails_on_a_persons_data_tells_neither_log_nor_reader",
        "security/test_keys.py::test_the_server_does_not_start_with_keys_of_another_database",
        "security/test_wall_checks.py::test_referrals_in_production_come_up_as_the_application_role_alone",
        "security/test_rows.py::test_without_a_scope_there_are_no_rows_for_anybody")),
]
# Not to be tested without one, and said so in the README: 12.2.1 TLS from end to end, 13.2.4 what the host may reach
# outwards, 15.2.1 how fast patches are taken in.
UNTESTED = {"12.2.1": DEPLOYMENT, "13.2.4": DEPLOYMENT, "15.2.1": DEPLOYMENT}
