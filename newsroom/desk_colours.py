"""The newspaper's palette for the admin theme: ink on cool paper, one blue. AA on both grounds, light and dark."""

COLOURS = {
    "base": {
        "50": "#f8f8f6",
        "100": "#f1f2ee",
        "200": "#dfe2de",
        "300": "#cfd3cf",
        "400": "#979da0",
        "500": "#5c646c",
        "600": "#434a51",
        "700": "#32383d",
        "800": "#1e2327",
        "900": "#111417",
        "950": "#0a0c0e",
    },
    "primary": {
        "50": "#f0f6fc",
        "100": "#dceafa",
        "200": "#bcd8f5",
        "300": "#a9d0ff",
        "400": "#93c4ff",
        "500": "#5f9fe6",
        "600": "#0b4a8f",
        "700": "#093d77",
        "800": "#08325f",
        "900": "#062849",
        "950": "#041a31",
    },
}
