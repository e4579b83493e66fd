"""The 27 abuse cases of the design, each by the tests that would fail or by what brings its subject."""

from tests.security.requirements import OIDC, Row

# fmt: off
ROWS = [
    Row("1", 1, "Opening what is another municipality's", (
        "security/test_rows.py::test_a_scope_shows_its_municipality_and_its_units_and_nothing_else",
        "security/test_rows.py::test_rows_of_others_are_neither_changed_nor_removed",
        "people/test_people_pages.py::test_a_foreign_person_is_not_there_and_the_attempt_is_noted",
        "security/test_foreign_referrals.py::test_what_is_anothers_is_not_there_whatever_the_address",
        "security/test_foreign_referrals.py::test_no_list_shows_what_is_anothers",
        "security/test_referral_rows.py::test_rows_of_others_are_neither_changed_nor_removed")),
    Row("2", 1, "Opening what is another unit's", (
        "security/test_rows.py::test_a_scope_shows_its_municipality_and_its_units_and_nothing_else",
        "security/test_scope.py::test_a_member_of_a_unit_has_the_unit_and_what_is_under_it_and_no_municipality",
        "security/test_foreign_referrals.py::test_what_is_anothers_is_not_there_whatever_the_address",
        "security/test_referral_rows.py::test_each_scope_sees_of_each_table_what_is_its_own",
        "referrals/test_keeping_foreign.py::test_what_is_anothers_is_not_there_and_the_attempt_is_noted")),
    Row("3", 1, "A coordinator guesses the address of a referral", (
        "security/test_scope.py::test_only_roles_that_meet_clients_open_rows_of_clients",
        "security/test_matrix.py::test_every_address_answers_as_it_says",
        "security/test_foreign_referrals.py::test_the_coordinator_sees_how_it_moves_and_nothing_of_the_person")),
    Row("4", 1, "One person from the difference of two figures", (
        "referrals/figures/test_suppression.py::test_no_shown_number_and_no_shown_pair_tells_of_one_to_four",
        "referrals/figures/test_suppression.py::test_no_small_number_follows_from_the_shown_ones",
        "referrals/figures/test_page.py::test_a_small_number_is_not_shown_nor_what_would_tell_it")),
    Row("5", 1, "Trying numbers one after another", (
        "people/test_people_pages.py::test_a_foreign_person_is_not_there_and_the_attempt_is_noted",
        "security/test_foreign_referrals.py::test_what_is_anothers_is_not_there_whatever_the_address",
        "referrals/test_watching.py::test_knocking_at_what_is_anothers_is_unusual",
        "referrals/test_own_way.py::test_a_wrong_request_gets_the_same_answer_and_no_message",
        "referrals/test_own_way.py::test_letters_codes_cannot_be_tried_without_end")),
    Row("6", 1, "Filters and orders nobody offered", (
        "test_admin_hostile.py::test_the_list_is_narrowed_only_by_its_own_filters",
        "people/test_people_pages.py::test_a_list_is_narrowed_by_place_role_and_state_but_never_beyond_ones_own")),
    Row("7", 1, "A formula in an export", (
        "admin/test_corrections.py::test_no_cell_of_the_table_is_a_formula",
        "referrals/figures/test_page.py::test_no_cell_of_the_file_is_a_formula")),
    Row("8", 1, "A link that leads elsewhere", (
        "security/test_baseline.py::test_no_address_leads_to_another_site",
        "security/test_baseline.py::test_signing_in_leads_to_our_own_site_alone")),
    Row("9", 1, "Script in imported texts", (
        "test_pages.py::test_text_of_the_catalogue_is_never_markup",
        "catalogue/imports/test_cleaning.py::test_scripts_and_styles_vanish_with_their_content_however_escaped",
        "admin/test_corrections.py::test_hostile_texts_stay_text")),
    Row("10", 1, "Script in words of a search and in data of the page", (
        "test_pages.py::test_results_are_whole_whatever_is_asked",
        "test_forbidden.py::test_no_page_has_unescaped_or_inline_markup")),
    Row("11", 1, "Fields nobody offered", (
        "test_architecture.py::test_no_form_takes_every_field",
        "people/test_people_changes.py::test_what_no_page_offers_is_refused_and_noted",
        "test_admin_hostile.py::test_a_tampered_choice_of_rows_is_no_choice",
        "referrals/test_keeping.py::test_a_deed_nobody_offered_does_nothing",
        "referrals/new/test_receivers.py::test_a_receiver_without_agreement_is_shown_with_the_reason_and_cannot_be_chosen",
        "referrals/test_own_page.py::test_the_consent_of_another_referral_cannot_be_named")),
    Row("12", 1, "Personal data in logs", (
        "security/test_logs.py::test_a_log_holds_nothing_of_it",
        "security/test_logs.py::test_a_traceback_holds_nothing_of_it",
        "security/test_logs.py::test_an_error_report_holds_the_way_to_the_fault_and_no_data",
        "outbox/test_smtp.py::test_no_text_of_a_server_is_kept_or_logged",
        "catalogue/imports/test_fetching.py::test_errors_tell_no_query")),
    Row("13", 1, "A form sent twice", (
        "long/test_killed_submits.py::test_forms_sent_while_the_server_is_killed_are_there_once_each",
        "outbox/test_sending.py::test_the_same_promise_is_kept_once",
        "people/test_people_changes.py::test_the_second_of_two_is_told_who_was_first",
        "long/test_killed_referrals.py::test_every_referral_that_was_sent_while_the_server_was_killed_is_there_once",
        "referrals/new/test_new.py::test_a_form_sent_twice_makes_one_referral",
        "referrals/working/test_moves.py::test_the_same_form_sent_twice_is_done_once")),
    Row("14", 1, "An old link, code or token again", (
        "signin/test_invitations.py::test_a_link_is_accepted_once",
        "signin/test_address.py::test_a_link_is_one_persons_for_an_hour_and_for_a_free_address",
        "signin/test_entering.py::test_a_code_of_the_app_works_once_in_all_the_time_it_is_valid",
        "referrals/test_own_way.py::test_a_link_works_once",
        "referrals/test_own_way.py::test_a_link_ends_with"), OIDC),
    Row("15", 1, "Two at once", (
        "long/test_four_moves.py::test_a_membership_is_changed_or_ended_by_one_of_four",
        "signin/test_invitations.py::test_of_two_who_accept_at_once_one_is_first",
        "long/test_referral_races.py::test_of_four_who_accept_one_has_the_client",
        "long/test_referral_races.py::test_whoever_accepts_withdraws_cancels_or_asks_at_once_is_one")),
    Row("16", 1, "A change over somebody else's", (
        "people/test_memberships.py::test_the_second_of_two_changes_is_told_and_changes_nothing",
        "test_admin_hostile.py::test_a_state_changed_meanwhile_is_not_overwritten_and_the_answers_stay",
        "referrals/working/test_moves.py::test_who_comes_second_sees_who_did_what_and_finds_what_was_typed",
        "referrals/test_keeping.py::test_who_corrects_what_another_changed_meanwhile_is_told",
        "referrals/test_own_page.py::test_who_was_looked_at_an_old_page_changes_nothing_and_keeps_the_words")),
    Row("17", 1, "A private page from a cache, or from the Back button", (
        "security/test_work.py::test_nothing_behind_sign_in_is_kept_by_a_browser_or_a_cache",
        "security/test_baseline.py::test_every_answer_to_somebody_who_may_everything_is_guarded",
        "security/test_baseline.py::test_nothing_behind_sign_in_is_fetched_ahead",
        "catalogue/test_caching.py::test_shared_caches_keep_only_what_was_asked_for_without_a_cookie")),
    Row("18", 1, "A false host in a mail", (
        "signin/test_account.py::test_a_bad_host_gets_no_mail_and_a_mail_leads_to_our_own_address",
        "test_hostile.py::test_a_host_that_is_not_ours_gets_the_same_page")),
    Row("19", 1, "A false address of the visitor", (
        "security/test_throttle.py::test_a_header_of_the_visitor_does_not_help",
        "signin/test_entering.py::test_a_forged_forwarded_address_does_not_renew_the_guesses",
        "signin/test_entering.py::test_whoever_comes_past_a_proxy_signs_in_like_everybody",
        "test_door.py::test_a_forged_entry_does_not_open_the_door")),
    Row("20", 1, "Enormous and broken input", (
        "security/test_baseline.py::test_no_query_makes_an_address_fail",
        "security/test_baseline.py::test_a_body_larger_than_any_form_is_refused_unread",
        "security/test_patience.py::test_a_web_process_waits_two_seconds_for_the_public_and_ten_behind_sign_in",
        "test_hostile.py::test_a_broken_or_enormous_form_gets_a_page_in_both_languages")),
    Row("21", 1, "Imports that explode", (
        "catalogue/imports/test_fetching.py::test_a_packed_bomb_is_left_near_the_limit",
        "catalogue/imports/test_reading.py::test_many_records_take_the_memory_of_one",
        "long/test_large_imports.py::test_a_hundred_megabytes_grow_the_process_by_less_than_fifty")),
    Row("22", 1, "The server asks an address inside", (
        "catalogue/imports/test_hosts.py::test_no_other_spelling_host_scheme_or_port_is_asked",
        "catalogue/imports/test_hosts.py::test_an_address_inside_is_not_public",
        "catalogue/imports/test_fetching.py::test_a_redirect_is_never_followed")),
    Row("23", 1, "A planted or a stolen session", (
        "signin/test_entering.py::test_a_session_planted_by_somebody_else_is_not_the_persons",
        "signin/test_sessions.py::test_signing_out_is_a_post_and_ends_the_session",
        "signin/test_sessions.py::test_one_session_ends_and_its_cookie_opens_nothing")),
    Row("24", 1, "A right that is over", (
        "people/test_people_changes.py::test_leaving_takes_effect_at_the_next_request",
        "security/test_scope.py::test_a_membership_that_ended_opens_nothing",
        "people/test_accounts.py::test_with_the_last_role_an_open_invitation_ends_and_the_person_is_told_why",
        "signin/test_sessions.py::test_use_keeps_a_session_alive_and_ten_hours_end_it_all_the_same"), OIDC),
    Row("25", 1, "A curious insider", (
        "people/test_people_pages.py::test_reading_people_is_itself_written_down",
        "people/test_usage_log.py::test_the_report_tells_who_saw_one_persons_data_and_is_a_line_of_that_data",
        "referrals/test_watching.py::test_many_reads_without_any_action_are_unusual_and_work_is_not",
        "referrals/test_watching.py::test_one_look_at_a_client_with_non_disclosure_is_enough",
        "referrals/test_watching.py::test_the_auditors_are_told_once_a_day_and_nobody_is_named",
        "referrals/working/test_case.py::test_reading_stands_in_the_log_in_the_role_and_says_when_the_client_is_protected",
        "referrals/test_own_data.py::test_the_client_sees_who_has_seen_their_data")),
    Row("26", 1, "A warning that tells of another tenant's client", (
        "fields/test_encrypted.py::test_a_blind_index_finds_equal_values_of_one_controller_alone",
        "referrals/test_indexes.py::test_an_index_of_one_controller_says_nothing_to_another",
        "security/test_referral_rows.py::test_each_scope_sees_of_each_table_what_is_its_own",
        "referrals/working/test_inbox.py::test_clients_of_others_are_not_found")),
    Row("27", 1, "Health in a message, or a message to the wrong number", (
        "outbox/test_letters.py::test_no_letter_speaks_of_health_services_or_clients",
        "fields/test_numbers.py::test_a_service_a_fixed_line_or_a_far_country_takes_none",
        "referrals/test_telling.py::test_a_message_says_neither_of_whom_nor_of_what_it_is",
        "referrals/test_telling.py::test_nothing_of_practice_leaves")),
]
