/** Made from email-layout.mjml by `npm run generate`. */
export const EMAIL_LAYOUT = `<!doctype html>
<html lang="{{language}}" dir="ltr" xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
<head>
<title>{{ subject }}</title>
<!--[if !mso]><!-->
<meta http-equiv="X-UA-Compatible" content="IE=edge">
<!--<![endif]-->
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style type="text/css">
#outlook a { padding:0; }
body { margin:0;padding:0;-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%; }
table, td { border-collapse:collapse;mso-table-lspace:0pt;mso-table-rspace:0pt; }
img { border:0;height:auto;line-height:100%; outline:none;text-decoration:none;-ms-interpolation-mode:bicubic; }
p { display:block;margin:13px 0; }
</style>
<!--[if mso]>
<noscript>
<xml>
<o:OfficeDocumentSettings>
<o:AllowPNG/>
<o:PixelsPerInch>96</o:PixelsPerInch>
</o:OfficeDocumentSettings>
</xml>
</noscript>
<![endif]-->
<!--[if lte mso 11]>
<style type="text/css">
.mj-outlook-group-fix { width:100% !important; }
</style>
<![endif]-->
<style type="text/css">
@media only screen and (min-width:480px) {
.mj-column-per-100 { width:100% !important; max-width: 100%; }
}
</style>
<style media="screen and (min-width:480px)">
.moz-text-html .mj-column-per-100 { width:100% !important; max-width: 100%; }
</style>
<style type="text/css">
:root {
color-scheme: light dark;
supported-color-schemes: light dark;
}
@media only screen and (max-width: 479px) {
.inset > table > tbody > tr > td {
padding-left: 20px !important;
padding-right: 20px !important;
}
.button table {
width: 100% !important;
}
}
@media (prefers-color-scheme: dark) {
.page,
.page > div {
background: #131619 !important;
}
.card,
.card > table {
background: #1e2226 !important;
}
.hero-news,
.hero-news > table {
background: #1b2c3a !important;
}
.hero-good,
.hero-good > table {
background: #16301d !important;
}
.hero-attention,
.hero-attention > table {
background: #38290f !important;
}
.ink div,
.ink table {
color: #eceef0 !important;
}
.soft,
.soft div,
.ink .soft {
color: #aeb6be !important;
}
.line,
.line p {
border-color: #3a4148 !important;
}
.callout {
background: #38290f !important;
border-color: #e0a84a !important;
}
.done {
background: #7cc0f0 !important;
}
.to-come {
background: #3a4148 !important;
}
.contact {
color: #7cc0f0 !important;
}
.footer-link {
color: #aeb6be !important;
}
.button td,
.button a {
background: #7cc0f0 !important;
color: #0b1a26 !important;
}
}
</style>
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
<script type="application/ld+json">{{ structuredData }}</script>
</head>
<body class="page" style="word-spacing:normal;background-color:#f3f3ef;">
<div aria-label="{{ subject }}" aria-roledescription="email" role="article" lang="{{language}}" dir="ltr" style="word-spacing:normal;background-color:#f3f3ef;">
<div class="preheader" style="display: none; max-height: 0; max-width: 0; overflow: hidden; opacity: 0; font-size: 1px; line-height: 1px; color: #f3f3ef;">{{ preheader }}{{ filling }}</div>
<!--[if mso | IE]><table align="center" border="0" cellpadding="0" cellspacing="0" class="inset-outlook" role="presentation" style="width:600px;" width="600" ><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]-->
<div class="inset" style="margin:0px auto;max-width:600px;">
<table align="center" border="0" cellpadding="0" cellspacing="0" role="presentation" style="width:100%;">
<tbody>
<tr>
<td style="direction:ltr;font-size:0px;padding:28px 32px 16px;text-align:left;">
<!--[if mso | IE]><table role="presentation" border="0" cellpadding="0" cellspacing="0"><tr><td class="" style="vertical-align:top;width:536px;" ><![endif]-->
<div class="mj-column-per-100 mj-outlook-group-fix" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;">
<table border="0" cellpadding="0" cellspacing="0" role="presentation" style="vertical-align:top;" width="100%">
<tbody>
<tr>
<td align="left" class="ink" style="font-size:0px;padding:0;word-break:break-word;">
<div style="font-family:-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;font-size:18px;font-weight:700;line-height:24px;text-align:left;color:#1c2024;">{{ footer.brandName }}</div>
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><![endif]-->
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><table align="center" border="0" cellpadding="0" cellspacing="0" class="inset-outlook hero-{{tone.name}}-outlook" role="presentation" style="width:600px;" width="600" bgcolor="{{tone.tint}}" ><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]-->
<div class="inset hero-{{tone.name}}" style="background:{{tone.tint}};background-color:{{tone.tint}};margin:0px auto;max-width:600px;border-radius:12px 12px 0 0;overflow:hidden;">
<table align="center" border="0" cellpadding="0" cellspacing="0" role="presentation" style="background:{{tone.tint}};background-color:{{tone.tint}};width:100%;border-collapse:separate;">
<tbody>
<tr>
<td style="border-radius:12px 12px 0 0;direction:ltr;font-size:0px;padding:32px 32px 28px;text-align:left;">
<!--[if mso | IE]><table role="presentation" border="0" cellpadding="0" cellspacing="0"><tr><td class="" style="vertical-align:top;width:536px;" ><![endif]-->
<div class="mj-column-per-100 mj-outlook-group-fix" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;">
<table border="0" cellpadding="0" cellspacing="0" role="presentation" style="vertical-align:top;" width="100%">
<tbody>
<tr>
<td align="left" class="ink" style="font-size:0px;padding:0;word-break:break-word;">
<div style="font-family:-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#1c2024;"><table role="presentation" aria-hidden="true" cellpadding="0" cellspacing="0">
<tr>
<td class="badge" style="width: 44px; height: 44px; border-radius: 22px; text-align: center; vertical-align: middle; color: #ffffff; font-size: 22px; line-height: 44px; font-weight: 700; background: {{tone.color}};" width="44" height="44" align="center" valign="middle">{{ symbol }}</td>
</tr>
</table>
<h1 class="heading" style="margin: 20px 0 0; font-size: 28px; line-height: 34px; font-weight: 700; letter-spacing: -0.4px;">{{ heading }}</h1>
{{#if figure}}
<p class="figure-label soft" style="margin: 16px 0 0; font-size: 14px; line-height: 20px; color: #4b535b;">{{ figure.label }}</p>
<p class="figure" dir="auto" style="margin: 0; font-size: 20px; line-height: 28px; font-weight: 600; word-break: break-word; text-align: left;">{{ figure.value }}</p>
{{/if}}</div>
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><![endif]-->
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><table align="center" border="0" cellpadding="0" cellspacing="0" class="inset-outlook card-outlook" role="presentation" style="width:600px;" width="600" bgcolor="#ffffff" ><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]-->
<div class="inset card" style="background:#ffffff;background-color:#ffffff;margin:0px auto;max-width:600px;border-radius:0 0 12px 12px;overflow:hidden;">
<table align="center" border="0" cellpadding="0" cellspacing="0" role="presentation" style="background:#ffffff;background-color:#ffffff;width:100%;border-collapse:separate;">
<tbody>
<tr>
<td style="border-radius:0 0 12px 12px;direction:ltr;font-size:0px;padding:28px 32px 32px;text-align:left;">
<!--[if mso | IE]><table role="presentation" border="0" cellpadding="0" cellspacing="0"><tr><td class="" style="vertical-align:top;width:536px;" ><![endif]-->
<div class="mj-column-per-100 mj-outlook-group-fix" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;">
<table border="0" cellpadding="0" cellspacing="0" role="presentation" style="vertical-align:top;" width="100%">
<tbody>
{{#if steps.length}}
<tr>
<td align="left" class="ink" style="font-size:0px;padding:0 0 24px;word-break:break-word;">
<table cellpadding="0" cellspacing="0" role="presentation" width="100%" border="0" style="color:#1c2024;font-family:-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;font-size:15px;line-height:22px;table-layout:fixed;width:100%;border:none;">
<tr>
{{#each steps}}
<td class="step" width="25%" aria-hidden="true" style="padding: 0 4px 0 0; text-align: left; vertical-align: top; font-size: 12px; line-height: 18px;" align="left" valign="top">
{{#if reached}}
<div class="bar done" style="height: 4px; border-radius: 2px; font-size: 0; line-height: 4px; background: #14598c;">&nbsp;</div>
{{else}}
<div class="bar to-come" style="height: 4px; border-radius: 2px; font-size: 0; line-height: 4px; background: #dcdcd5;">&nbsp;</div>
{{/if}} {{#if current}}
<p class="step-now" style="margin: 8px 0 0; font-weight: 600;">{{ name }}</p>
{{else}}
<p class="step-name soft" style="margin: 8px 0 0; color: #565e67;">{{ name }}</p>
{{/if}}
</td>
{{/each}}
</tr>
</table>
</td>
</tr>
{{/if}}
<tr>
<td align="left" class="ink" style="font-size:0px;padding:0;word-break:break-word;">
<div style="font-family:-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#1c2024;"><p class="paragraph" style="margin: 0 0 16px;">{{ greeting }}</p>
{{#each paragraphs}}
<p class="paragraph" style="margin: 0 0 16px;">{{ this }}</p>
{{/each}}
{{#if callout}}
<p class="callout" style="margin: 8px 0 16px; padding: 12px 16px; border-left: 4px solid #a86400; background: #fdf2dc;">{{ callout }}</p>
{{/if}}</div>
</td>
</tr>
{{#if button}}
<tr>
<td align="left" class="button" style="font-size:0px;padding:8px 0 24px;word-break:break-word;">
<table border="0" cellpadding="0" cellspacing="0" role="presentation" style="border-collapse:separate;line-height:100%;">
<tbody>
<tr>
<td align="center" bgcolor="#14598c" role="presentation" style="border:none;border-radius:8px;cursor:auto;mso-padding-alt:14px 28px;background:#14598c;" valign="middle">
<a href="{{button.url}}" style="display:inline-block;background:#14598c;color:#ffffff;font-family:-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;font-size:16px;font-weight:600;line-height:20px;margin:0;text-decoration:none;text-transform:none;padding:14px 28px;mso-padding-alt:0px;border-radius:8px;" target="_blank">
{{ button.label }}
</a>
</td>
</tr>
</tbody>
</table>
</td>
</tr>
{{/if}}{{#if itemList}}
<tr>
<td align="left" class="ink" style="font-size:0px;padding:8px 0 24px;word-break:break-word;">
<table cellpadding="0" cellspacing="0" width="100%" border="0" style="color:#1c2024;font-family:-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;font-size:15px;line-height:22px;table-layout:auto;width:100%;border:none;">
<thead>
<tr>
<th scope="col" class="caption line soft" style="padding: 0 0 8px; border-bottom: 1px solid #e2e2dc; text-align: left; vertical-align: bottom; font-size: 13px; line-height: 18px; font-weight: 400; color: #565e67;" align="left" valign="bottom">{{ labels.item }}</th>
<th scope="col" class="caption-right line soft" style="padding: 0 0 8px 12px; border-bottom: 1px solid #e2e2dc; text-align: right; vertical-align: bottom; font-size: 13px; line-height: 18px; font-weight: 400; color: #565e67;" align="right" valign="bottom">{{ labels.quantity }} × {{ labels.unitPrice }}</th>
</tr>
</thead>
<tbody>
{{#each itemList.items}}
<tr>
<td class="name line" dir="auto" style="padding: 10px 0; border-bottom: 1px solid #e2e2dc; width: 55%; text-align: left; vertical-align: top; font-weight: 400; word-break: break-word;" width="55%" align="left" valign="top">{{ name }}</td>
<td class="price line" style="padding: 10px 0 10px 12px; border-bottom: 1px solid #e2e2dc; text-align: right; vertical-align: top; word-break: break-word;" align="right" valign="top">{{ quantity }} × {{ unitPrice }}</td>
</tr>
{{/each}}
{{#if itemList.more}}
<tr>
<td class="name line soft" colspan="2" style="padding: 10px 0; border-bottom: 1px solid #e2e2dc; width: 55%; text-align: left; vertical-align: top; font-weight: 400; word-break: break-word;" width="55%" align="left" valign="top">+ {{ itemList.more }}</td>
</tr>
{{/if}}
<tr>
<th scope="row" class="total-label" style="padding: 14px 0 0; text-align: left; vertical-align: top; font-weight: 700;" align="left" valign="top">{{ labels.total }}</th>
<td class="total" style="padding: 14px 0 0 12px; text-align: right; vertical-align: top; font-size: 17px; font-weight: 700; word-break: break-word;" align="right" valign="top">{{ itemList.total }}</td>
</tr>
</tbody>
</table>
</td>
</tr>
{{/if}}{{#if details.length}}
<tr>
<td align="left" class="ink" style="font-size:0px;padding:0 0 24px;word-break:break-word;">
<table cellpadding="0" cellspacing="0" width="100%" border="0" style="color:#1c2024;font-family:-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;font-size:15px;line-height:22px;table-layout:auto;width:100%;border:none;">
{{#each details}}
<tr>
<th scope="row" class="label soft" style="width: 40%; padding: 6px 12px 6px 0; text-align: left; vertical-align: top; font-weight: 400; color: #565e67;" width="40%" align="left" valign="top">{{ label }}</th>
<td class="value" dir="auto" style="padding: 6px 0; text-align: left; vertical-align: top; word-break: break-word;" align="left" valign="top">{{ value }}</td>
</tr>
{{/each}}
</table>
</td>
</tr>
{{/if}}
<tr>
<td align="center" class="line" style="font-size:0px;padding:0 0 20px;word-break:break-word;">
<p style="border-top:solid 1px #e2e2dc;font-size:1px;margin:0px auto;width:100%;">
</p>
<!--[if mso | IE]><table align="center" border="0" cellpadding="0" cellspacing="0" style="border-top:solid 1px #e2e2dc;font-size:1px;margin:0px auto;width:536px;" role="presentation" width="536px" ><tr><td style="height:0;line-height:0;"> &nbsp;
</td></tr></table><![endif]-->
</td>
</tr>
<tr>
<td align="left" class="ink" style="font-size:0px;padding:0;word-break:break-word;">
<div style="font-family:-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;font-size:16px;line-height:24px;text-align:left;color:#1c2024;"><p class="paragraph" style="margin: 0 0 16px;">
{{ help }} {{#if contact.url}}<a class="contact" href="{{contact.url}}" style="color: #14598c; text-decoration: underline;">{{ contact.text }}</a>{{else}}{{ contact.text }}{{/if}}
</p>
<p style="margin: 0">{{ signature }}</p></div>
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><![endif]-->
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><table align="center" border="0" cellpadding="0" cellspacing="0" class="inset-outlook" role="presentation" style="width:600px;" width="600" ><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]-->
<div class="inset" style="margin:0px auto;max-width:600px;">
<table align="center" border="0" cellpadding="0" cellspacing="0" role="presentation" style="width:100%;">
<tbody>
<tr>
<td style="direction:ltr;font-size:0px;padding:24px 32px 40px;text-align:left;">
<!--[if mso | IE]><table role="presentation" border="0" cellpadding="0" cellspacing="0"><tr><td class="" style="vertical-align:top;width:536px;" ><![endif]-->
<div class="mj-column-per-100 mj-outlook-group-fix" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;">
<table border="0" cellpadding="0" cellspacing="0" role="presentation" style="vertical-align:top;" width="100%">
<tbody>
<tr>
<td align="left" class="soft" style="font-size:0px;padding:0;word-break:break-word;">
<div style="font-family:-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;font-size:13px;line-height:20px;text-align:left;color:#565e67;"><p class="footer-line" style="margin: 0 0 8px;">{{ footer.why }}</p>
<p class="footer-line" style="margin: 0 0 8px;">
{{#if footer.links.preferences}}
<a class="footer-link" clicktracking="off" href="{{footer.links.preferences}}" style="color: #565e67; text-decoration: underline;">{{ footer.preferences }}</a>
·
{{/if}}
<a class="footer-link" clicktracking="off" href="{{footer.links.unsubscribe}}" style="color: #565e67; text-decoration: underline;">{{ footer.unsubscribe }}</a>
</p>
<p style="margin: 0">{{ footer.brandName }}, {{ footer.postalAddress }}</p></div>
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><![endif]-->
</td>
</tr>
</tbody>
</table>
</div>
<!--[if mso | IE]></td></tr></table><![endif]-->
{{#if pixel}}<img src="{{ pixel }}" width="1" height="1" alt style="display: block; border: 0">{{/if}}
</div>
</body>
</html>
`;
