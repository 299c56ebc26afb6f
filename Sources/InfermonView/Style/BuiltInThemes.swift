/// The themes in the binary: the same text as the files in `themes/`, which a test compares.
enum BuiltInThemes {
    static let dark = #"""
        # infermon, dark: calm greys, colour for what it means.
        # btop's syntax; keys that btop does not know stand at the end.

        theme[main_bg]="#0f1218"
        theme[main_fg]="#c9ced8"
        theme[title]="#eef1f6"
        theme[hi_fg]="#6cb6ff"
        theme[selected_bg]="#28334d"
        theme[selected_fg]="#ffffff"
        theme[inactive_fg]="#7b8392"
        theme[graph_text]="#6a7281"
        theme[meter_bg]="#2b303b"
        theme[proc_misc]="#8fb8a8"

        # Frames: latency, cost, throughput, scenarios, others.
        theme[cpu_box]="#4b7560"
        theme[mem_box]="#7a7346"
        theme[net_box]="#665d92"
        theme[proc_box]="#86605a"
        theme[div_line]="#434a58"

        # Temperature.
        theme[temp_start]="#4aa3c7"
        theme[temp_mid]="#d9a84a"
        theme[temp_end]="#f0565f"

        # Latency and load against their limit.
        theme[cpu_start]="#4ca97a"
        theme[cpu_mid]="#d9b24a"
        theme[cpu_end]="#f0565f"

        theme[free_start]="#2f5f4a"
        theme[free_mid]="#4ca97a"
        theme[free_end]="#8fd9b0"

        # Memory of GPUs.
        theme[cached_start]="#38818a"
        theme[cached_mid]="#55b8b0"
        theme[cached_end]="#e0c46c"

        theme[available_start]="#4a5f8a"
        theme[available_mid]="#6c8fc9"
        theme[available_end]="#a5c0f5"

        # Money against its budget.
        theme[used_start]="#6fa85f"
        theme[used_mid]="#d9b24a"
        theme[used_end]="#f0565f"

        # Prompt tokens.
        theme[download_start]="#41619c"
        theme[download_mid]="#6f95e0"
        theme[download_end]="#adc6ff"

        # Generated tokens.
        theme[upload_start]="#744b96"
        theme[upload_mid]="#a86fd0"
        theme[upload_end]="#dfb0ff"

        # Requests.
        theme[process_start]="#3c6a94"
        theme[process_mid]="#5b9bd0"
        theme[process_end]="#a8d8f8"

        theme[proc_pause_bg]="#b5842f"
        theme[proc_follow_bg]="#3f6fa8"
        theme[proc_banner_bg]="#d9a84a"
        theme[proc_banner_fg]="#16120a"
        theme[followed_bg]="#3f6fa8"
        theme[followed_fg]="#ffffff"

        # Keys of infermon.
        theme[ok]="#5fbf85"
        theme[warn]="#e6b450"
        theme[crit]="#ff6b74"
        theme[crit_fg]="#1a0608"
        theme[stale]="#c39be0"
        theme[notice]="#6cb6ff"
        theme[gpu_box]="#3f7480"
        theme[alert_box]="#86506a"
        theme[threshold]="#b5765f"
        theme[today]="#eef1f6"
        theme[estimate]="#6cb6ff"

        """#

    static let light = #"""
        # infermon, light: for bright terminals.

        theme[main_bg]="#faf9f6"
        theme[main_fg]="#30353f"
        theme[title]="#14171d"
        theme[hi_fg]="#0b62b8"
        theme[selected_bg]="#cfe0f5"
        theme[selected_fg]="#0d1117"
        theme[inactive_fg]="#6b7280"
        theme[graph_text]="#7a808c"
        theme[meter_bg]="#dcdad3"
        theme[proc_misc]="#3f6f60"

        # Frames: latency, cost, throughput, scenarios, others.
        theme[cpu_box]="#8fb09d"
        theme[mem_box]="#b8ae7d"
        theme[net_box]="#a8a0c9"
        theme[proc_box]="#c4a29b"
        theme[div_line]="#c2c0b8"

        # Temperature.
        theme[temp_start]="#2b84a8"
        theme[temp_mid]="#b5790f"
        theme[temp_end]="#c42b36"

        # Latency and load against their limit.
        theme[cpu_start]="#2e8a58"
        theme[cpu_mid]="#b5850f"
        theme[cpu_end]="#c42b36"

        theme[free_start]="#a5d0b8"
        theme[free_mid]="#5faf85"
        theme[free_end]="#2e8a58"

        # Memory of GPUs.
        theme[cached_start]="#2b8a8f"
        theme[cached_mid]="#1f7a80"
        theme[cached_end]="#b5790f"

        theme[available_start]="#8fa8d9"
        theme[available_mid]="#5f80c0"
        theme[available_end]="#3a5fa8"

        # Money against its budget.
        theme[used_start]="#4b8a3a"
        theme[used_mid]="#b5850f"
        theme[used_end]="#c42b36"

        # Prompt tokens.
        theme[download_start]="#7f9fdc"
        theme[download_mid]="#4f78c9"
        theme[download_end]="#2a52a8"

        # Generated tokens.
        theme[upload_start]="#b58fd0"
        theme[upload_mid]="#8f5fb8"
        theme[upload_end]="#6a3a96"

        # Requests.
        theme[process_start]="#7fb0d6"
        theme[process_mid]="#3f86bd"
        theme[process_end]="#1f6398"

        theme[proc_pause_bg]="#e0b860"
        theme[proc_follow_bg]="#9cc0ea"
        theme[proc_banner_bg]="#8a5a00"
        theme[proc_banner_fg]="#ffffff"
        theme[followed_bg]="#9cc0ea"
        theme[followed_fg]="#0d1117"

        # Keys of infermon.
        theme[ok]="#1f7a45"
        theme[warn]="#8f5f00"
        theme[crit]="#b81826"
        theme[crit_fg]="#ffffff"
        theme[stale]="#7a3fa8"
        theme[notice]="#0b62b8"
        theme[gpu_box]="#8fb5bd"
        theme[alert_box]="#c99bb0"
        theme[threshold]="#b0603f"
        theme[today]="#14171d"
        theme[estimate]="#0b62b8"

        """#

    static let highContrast = #"""
        # infermon, high contrast: every text at 4.5 to 1 and more against its ground (WCAG 2.2, AA).

        theme[main_bg]="#000000"
        theme[main_fg]="#ffffff"
        theme[title]="#ffffff"
        theme[hi_fg]="#5cd6ff"
        theme[selected_bg]="#00306b"
        theme[selected_fg]="#ffffff"
        theme[inactive_fg]="#c4c4c4"
        theme[graph_text]="#c4c4c4"
        theme[meter_bg]="#6e6e6e"
        theme[proc_misc]="#b0ffe0"

        # Frames: latency, cost, throughput, scenarios, others.
        theme[cpu_box]="#9adfb8"
        theme[mem_box]="#dfd68a"
        theme[net_box]="#c0b5ff"
        theme[proc_box]="#f0b8ae"
        theme[div_line]="#b0b0b0"

        # Temperature.
        theme[temp_start]="#66d9ff"
        theme[temp_mid]="#ffd84d"
        theme[temp_end]="#ff8080"

        # Latency and load against their limit.
        theme[cpu_start]="#5cff9d"
        theme[cpu_mid]="#ffd84d"
        theme[cpu_end]="#ff8080"

        theme[free_start]="#5cff9d"
        theme[free_mid]="#5cff9d"
        theme[free_end]="#5cff9d"

        # Memory of GPUs.
        theme[cached_start]="#5cffe4"
        theme[cached_mid]="#b8fff2"
        theme[cached_end]="#ffd84d"

        theme[available_start]="#a0c8ff"
        theme[available_mid]="#a0c8ff"
        theme[available_end]="#a0c8ff"

        # Money against its budget.
        theme[used_start]="#5cff9d"
        theme[used_mid]="#ffd84d"
        theme[used_end]="#ff8080"

        # Prompt tokens.
        theme[download_start]="#8fb8ff"
        theme[download_mid]="#b0ccff"
        theme[download_end]="#e0ebff"

        # Generated tokens.
        theme[upload_start]="#e09cff"
        theme[upload_mid]="#ecbfff"
        theme[upload_end]="#f8e6ff"

        # Requests.
        theme[process_start]="#5cd6ff"
        theme[process_mid]="#9ce6ff"
        theme[process_end]="#e0f8ff"

        theme[proc_pause_bg]="#ffd84d"
        theme[proc_follow_bg]="#5cd6ff"
        theme[proc_banner_bg]="#ffd84d"
        theme[proc_banner_fg]="#000000"
        theme[followed_bg]="#5cd6ff"
        theme[followed_fg]="#000000"

        # Keys of infermon.
        theme[ok]="#5cff9d"
        theme[warn]="#ffd84d"
        theme[crit]="#ff8080"
        theme[crit_fg]="#000000"
        theme[stale]="#e6b8ff"
        theme[notice]="#5cd6ff"
        theme[gpu_box]="#8fe0f0"
        theme[alert_box]="#ffb0d6"
        theme[threshold]="#ffb08a"
        theme[today]="#ffffff"
        theme[estimate]="#5cd6ff"

        """#
}
